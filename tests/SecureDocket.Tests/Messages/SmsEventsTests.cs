using System.Text.Json.Nodes;
using NodaTime;
using SecureDocket.Messages;
using Xunit;

namespace SecureDocket.Tests.Messages;

public sealed class SmsEventsTests
{
    private const string Tag = "AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAA";

    private static readonly Instant s_at = Instant.FromUtc(2027, 3, 4, 10, 0, 5);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_report_is_read_in_either_schema_and_either_spelling(bool cloudEvent, bool capitals)
    {
        var json = Wrap("Microsoft.Communication.SMSDeliveryReportReceived", Spelled(Report(), capitals), cloudEvent);

        Assert.Equal([new DeliveryReport("Outgoing_2027-a", "+18335550100", "+17135550199", false, 4006, Tag, s_at)], SmsEvents.Read(json.ToJsonString()).Value!);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_text_is_read_in_either_schema_and_either_spelling(bool cloudEvent, bool capitals)
    {
        var json = Wrap("Microsoft.Communication.SMSReceived", Spelled(Text(), capitals), cloudEvent);

        Assert.Equal([new InboundSms("Incoming_2027-a", "+17135550199", "72345", "Sí, gracias 👍", s_at)], SmsEvents.Read(json.ToJsonString()).Value!);
    }

    [Fact]
    public void A_list_of_up_to_ten_is_read_in_its_order()
    {
        var list = new JsonArray([.. Enumerable.Range(0, 10).Select(number => Event(Report(("messageId", $"m{number}"))))]);

        Assert.Equal(Enumerable.Range(0, 10).Select(number => $"m{number}"), SmsEvents.Read(list.ToJsonString()).Value!.Select(each => each.MessageId));
    }

    [Theory]
    [InlineData("2000 Delivered", 2000)]
    [InlineData("Unreachable (4006).", 4006)]
    [InlineData("No error.", 2000)]
    [InlineData("Sender blocked for given recipient.", 4007)]
    [InlineData("", null)]
    [InlineData("error 40061", null)]
    [InlineData("error 1006", null)]
    public void A_code_is_found_in_the_details(string details, int? code) =>
        Assert.Equal(code, ((DeliveryReport)Read(Report(("deliveryStatusDetails", details)))).Code);

    [Fact]
    public void A_report_without_tag_or_details_is_a_report_all_the_same()
    {
        var report = (DeliveryReport)Read(Without(Report(("deliveryStatus", "Delivered")), "tag", "deliveryStatusDetails", "deliveryAttempts"));

        Assert.Equal(("", null, true), (report.Tag, report.Code, report.Delivered));
    }

    [Theory]
    [InlineData("17135550199", "+17135550199")]
    [InlineData("+17135550199", "+17135550199")]
    [InlineData("723456", "723456")]
    [InlineData("72345", "72345")]
    [InlineData("+72345", null)]
    [InlineData("7234", null)]
    [InlineData("017135550199", null)]
    [InlineData("++17135550199", null)]
    [InlineData("1713555019912345", null)]
    [InlineData("１７１３５５５０１９９", null)]
    [InlineData("+1 713 555 0199", null)]
    [InlineData("17135550199\n", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_gets_its_plus_and_a_short_code_none(string? said, string? number) => Assert.Equal(number, SmsEvents.NormalizeNumber(said));

    [Theory]
    [InlineData("messageId")]
    [InlineData("from")]
    [InlineData("to")]
    [InlineData("receivedTimestamp")]
    [InlineData("deliveryStatus")]
    public void A_report_that_lacks_a_member_is_refused_by_its_name(string member)
    {
        AssertRefused(SmsEventFaults.Member, Event(Without(Report(), member)).ToJsonString(), member);
        AssertRefused(SmsEventFaults.Member, Event(Report((member, 7))).ToJsonString(), member);
        AssertRefused(SmsEventFaults.Member, Event(Report((member, ""))).ToJsonString(), member);
        AssertRefused(SmsEventFaults.Member, Event(Report((member, "no / such?"))).ToJsonString(), member);
    }

    [Theory]
    [InlineData("messageId")]
    [InlineData("from")]
    [InlineData("to")]
    [InlineData("receivedTimestamp")]
    [InlineData("message")]
    public void A_text_that_lacks_a_member_is_refused_by_its_name(string member) =>
        AssertRefused(SmsEventFaults.Member, Wrap("Microsoft.Communication.SMSReceived", Without(Text(), member), false).ToJsonString(), member);

    [Fact]
    public void A_text_has_2048_characters_and_no_more()
    {
        string Long(int length) => Wrap("Microsoft.Communication.SMSReceived", Text(("message", new string('a', length))), false).ToJsonString();

        Assert.Equal(2048, Assert.IsType<InboundSms>(Assert.Single(SmsEvents.Read(Long(2048)).Value!)).Text.Length);
        AssertRefused(SmsEventFaults.Member, Long(2049), "message");
    }

    [Fact]
    public void What_is_no_event_is_refused_with_its_reason()
    {
        var good = Event(Report()).ToJsonString();
        AssertRefused(SmsEventFaults.Malformed, "");
        AssertRefused(SmsEventFaults.Malformed, "hello");
        AssertRefused(SmsEventFaults.Malformed, good[..^1]);
        AssertRefused(SmsEventFaults.Malformed, good + good);
        AssertRefused(SmsEventFaults.Malformed, new string('[', 60_000));
        AssertRefused(SmsEventFaults.Malformed, $$"""{"eventType":"a","eventType":"b"}""");
        AssertRefused(SmsEventFaults.Malformed, good.Replace("\"messageId\"", "\"MessageId\":\"x\",\"messageId\"", StringComparison.Ordinal));
        AssertRefused(SmsEventFaults.TooLarge, new string(' ', SmsEvents.MessageLimit + 1));
        AssertRefused(SmsEventFaults.TooLarge, new string('[', 1024 * 1024));
        AssertRefused(SmsEventFaults.Count, "[]");
        AssertRefused(SmsEventFaults.Count, "7");
        AssertRefused(SmsEventFaults.Count, "null");
        AssertRefused(SmsEventFaults.Count, $"[{string.Join(',', Enumerable.Repeat(good, 11))}]");
        AssertRefused(SmsEventFaults.Member, $"[{good},null]", "data");
        AssertRefused(SmsEventFaults.Member, "{}", "eventType");
        AssertRefused(SmsEventFaults.Schema, """{"specversion":"2.0","type":"a","data":{}}""", "specversion");
        AssertRefused(SmsEventFaults.Schema, """{"specversion":1.0,"type":"a","data":{}}""", "specversion");
        AssertRefused(SmsEventFaults.ForeignType, """{"eventType":"Microsoft.Storage.BlobCreated","data":{}}""", "eventType");
        AssertRefused(SmsEventFaults.ForeignType, """{"specversion":"1.0","type":"microsoft.communication.smsreceived","data":{}}""", "type");
        AssertRefused(SmsEventFaults.Member, """{"eventType":"Microsoft.Communication.SMSReceived","data":"text"}""", "data");
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_reason_to_fail() =>
        AssertRefused(SmsEventFaults.Member, Event(Report()).ToJsonString().Replace("Outgoing", "\ud800", StringComparison.Ordinal), "messageId");

    [Theory]
    [InlineData(@"STOP \ud83d", "STOP \ufffd")]
    [InlineData(@"\udc4d STOP", "\ufffd STOP")]
    [InlineData(@"\ud83d\ud83d\udc4d", "\ufffd\ud83d\udc4d")]
    [InlineData(@"\ud83d\udc4d 1", "\ud83d\udc4d 1")]
    [InlineData(@"\\ud83d", @"\ud83d")]
    [InlineData(@"\\\ud83d!", @"\" + "\ufffd!")]
    public void Half_a_surrogate_pair_takes_no_text_with_it(string written, string read)
    {
        var json = Wrap("Microsoft.Communication.SMSReceived", Text(("message", "WORDS")), false).ToJsonString().Replace("WORDS", written, StringComparison.Ordinal);

        Assert.Equal(read, ((InboundSms)Assert.Single(SmsEvents.Read(json).Value!)).Text);
    }

    [Fact]
    public void Whatever_comes_is_read_or_refused()
    {
        var random = new Random(20270304);
        string[] good =
        [
            Event(Report()).ToJsonString(),
            Wrap("Microsoft.Communication.SMSReceived", Text(), true).ToJsonString(),
            $"[{Event(Report()).ToJsonString()},{Wrap("Microsoft.Communication.SMSReceived", Text(), false).ToJsonString()}]",
        ];
        var (read, refused) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var text = good[random.Next(good.Length)].ToCharArray().ToList();
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(text.Count);
                switch (random.Next(4))
                {
                    case 0:
                        text[at] = (char)random.Next(0x10000);
                        break;
                    case 1:
                        text.RemoveAt(at);
                        break;
                    case 2:
                        text.Insert(at, "{}[]\",:\\\0\ud8009"[random.Next(11)]);
                        break;
                    default:
                        text.InsertRange(at, text.GetRange(random.Next(at + 1), random.Next(Math.Min(20, text.Count - at))));
                        break;
                }
            }

            var result = SmsEvents.Read(new string([.. text]));
            if (result.IsRefused)
            {
                refused++;
                Assert.All(result.Refusals, refusal => Assert.NotEmpty(refusal.Code));
            }
            else
            {
                read++;
                Assert.All(result.Value, each => Assert.InRange(each.MessageId.Length, 1, 128));
            }
        }

        Assert.True(read > 100 && refused > 100, $"{read} were read, {refused} refused.");
    }

    [Fact]
    public void Neither_text_nor_numbers_print() => Assert.Equal("InboundSms m", new InboundSms("m", "+17135550199", "72345", "gracias", s_at).ToString());

    private static SmsEvent Read(JsonObject report) => Assert.Single(SmsEvents.Read(Event(report).ToJsonString()).Value!);

    private static void AssertRefused(string code, string message, string? member = null)
    {
        var refusal = Assert.Single(SmsEvents.Read(message).Refusals);
        Assert.Equal((code, member), (refusal.Code, refusal.Field));
    }

    private static JsonObject Event(JsonObject report) => Wrap("Microsoft.Communication.SMSDeliveryReportReceived", report, false);

    private static JsonObject Wrap(string type, JsonObject data, bool cloudEvent) => cloudEvent
        ? new() { ["specversion"] = "1.0", ["id"] = "e-1", ["source"] = "/x", ["type"] = type, ["time"] = "2027-03-04T10:00:06Z", ["data"] = data }
        : new() { ["id"] = "e-1", ["topic"] = "/x", ["subject"] = "/phonenumber/1", ["eventType"] = type, ["eventTime"] = "2027-03-04T10:00:06Z", ["dataVersion"] = "1.0", ["metadataVersion"] = "1", ["data"] = data };

    private static JsonObject Report(params (string Name, JsonNode Value)[] other) => With(
        new()
        {
            ["messageId"] = "Outgoing_2027-a",
            ["from"] = "18335550100",
            ["to"] = "+17135550199",
            ["deliveryStatus"] = "Failed",
            ["deliveryStatusDetails"] = "Unreachable (4006)",
            ["receivedTimestamp"] = "2027-03-04T10:00:05Z",
            ["deliveryAttempts"] = new JsonArray(new JsonObject { ["timestamp"] = "2027-03-04T10:00:01Z", ["segmentsSucceeded"] = 0, ["segmentsFailed"] = 1 }),
            ["tag"] = Tag,
        },
        other);

    private static JsonObject Text(params (string Name, JsonNode Value)[] other) => With(
        new()
        {
            ["messageId"] = "Incoming_2027-a",
            ["from"] = "17135550199",
            ["to"] = "72345",
            ["message"] = "Sí, gracias 👍",
            ["receivedTimestamp"] = "2027-03-04T11:00:05+01:00",
            ["segmentCount"] = 1,
        },
        other);

    private static JsonObject With(JsonObject data, (string Name, JsonNode Value)[] other)
    {
        foreach (var (name, value) in other)
            data[name] = value;
        return data;
    }

    private static JsonObject Without(JsonObject data, params string[] members)
    {
        foreach (var member in members)
            data.Remove(member);
        return data;
    }

    private static JsonObject Spelled(JsonObject data, bool capitals) =>
        capitals ? new(data.Select(member => KeyValuePair.Create(char.ToUpperInvariant(member.Key[0]) + member.Key[1..], member.Value?.DeepClone()))) : data;
}
