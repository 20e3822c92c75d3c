using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;

namespace SecureDocket.Messages;

/// <summary>Reads the provider's events, in the schema of Event Grid or of CloudEvents 1.0.</summary>
/// <remarks>
/// The provider's documentation spells the data's members with and without a capital, and sometimes omits the + of
/// numbers. Everything else is strict, since the system acts on it.
/// </remarks>
public static partial class SmsEvents
{
    /// <summary>The maximum length of a message.</summary>
    public const int MessageLimit = 64 * 1024;

    /// <summary>The maximum number of events in a message.</summary>
    public const int EventLimit = 10;

    /// <summary>The maximum length of a text.</summary>
    public const int TextLimit = 2048;

    private const string ReportType = "Microsoft.Communication.SMSDeliveryReportReceived";
    private const string InboundType = "Microsoft.Communication.SMSReceived";

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    /// <summary>Decodes a queue message: Event Grid writes Base64-encoded UTF-8.</summary>
    /// <param name="queued">The queue message; any content.</param>
    /// <returns>The message, or <see cref="SmsEventFaults.Encoding"/>.</returns>
    public static Result<string> Decode(string queued)
    {
        ArgumentNullException.ThrowIfNull(queued);
        try
        {
            return s_utf8.GetString(Convert.FromBase64String(queued));
        }
        catch (Exception failure) when (failure is FormatException or DecoderFallbackException)
        {
            return MessagesRefusals.Encoding;
        }
    }

    /// <summary>Reads a message: one event, or a list of events.</summary>
    /// <param name="message">The message; any content.</param>
    /// <returns>All events, or the reason for the refusal, see <see cref="SmsEventFaults"/>: one invalid event refuses the whole message.</returns>
    public static Result<IReadOnlyList<SmsEvent>> Read(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Length > MessageLimit)
        {
            return MessagesRefusals.TooLarge(MessageLimit);
        }

        try
        {
            // A phone may send half a surrogate pair, which JSON can write and no text can hold.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(Escapes().Replace(message, WithoutHalf)), s_options);
            return Read(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return MessagesRefusals.Malformed;
        }
    }

    private static string WithoutHalf(Match escape) => escape.Groups["half"].Success ? @"\ufffd" : escape.Value;

    private static Result<IReadOnlyList<SmsEvent>> Read(JsonElement root)
    {
        List<JsonElement> found = root.ValueKind switch
        {
            JsonValueKind.Object => [root],
            JsonValueKind.Array => [.. root.EnumerateArray().Take(EventLimit + 1)],
            _ => [],
        };
        if (found.Count is 0 or > EventLimit)
        {
            return MessagesRefusals.Count(EventLimit);
        }

        List<SmsEvent> events = [];
        foreach (var one in found)
        {
            var read = ReadEvent(one);
            if (read.IsRefused)
            {
                return read.Refusals.ToList();
            }

            events.Add(read.Value);
        }

        return events;
    }

    private static Result<SmsEvent> ReadEvent(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return MessagesRefusals.Member("data");
        }

        var isCloudEvent = json.TryGetProperty("specversion", out var version);
        if (isCloudEvent && !(version.ValueKind == JsonValueKind.String && version.ValueEquals("1.0")))
        {
            return MessagesRefusals.Schema;
        }

        var typeName = isCloudEvent ? "type" : "eventType";
        if (!json.TryGetProperty(typeName, out var type) || type.ValueKind != JsonValueKind.String)
        {
            return MessagesRefusals.Member(typeName);
        }

        if (!json.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            return MessagesRefusals.Member("data");
        }

        return type.GetString() switch
        {
            ReportType => ReadReport(new Members(data)),
            InboundType => ReadInbound(new Members(data)),
            _ => MessagesRefusals.ForeignType(typeName),
        };
    }

    private static Result<SmsEvent> ReadReport(Members data) => data.Complete(new DeliveryReport(
        data.Matching("messageId", MessageIdPattern()),
        data.Number("from"),
        data.Number("to"),
        data.Matching("deliveryStatus", DeliveryStatus()) == "Delivered",
        DeliveryCodes.In(data.Text("deliveryStatusDetails")),
        data.Text("tag") ?? "",
        data.Time("receivedTimestamp")));

    private static Result<SmsEvent> ReadInbound(Members data) => data.Complete(new InboundSms(
        data.Matching("messageId", MessageIdPattern()),
        data.Number("from"),
        data.Number("to"),
        data.Matching("message", AnyText()),
        data.Time("receivedTimestamp")));

    /// <summary>E.164 with its +, or a short code; null if the text is neither.</summary>
    internal static string? NormalizeNumber(string? text) =>
        text is null ? null
        : ShortCode().IsMatch(text) ? text
        : E164().IsMatch(text) ? (text[0] == '+' ? text : "+" + text)
        : null;

    [GeneratedRegex(@"^[1-9][0-9]{4,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortCode();

    [GeneratedRegex(@"^\+?[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();

    [GeneratedRegex(@"^[A-Za-z0-9_.:-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MessageIdPattern();

    // Each escape of a JSON text: a surrogate pair, half of one, or any other.
    [GeneratedRegex(@"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Escapes();

    [GeneratedRegex(@"^(?:Delivered|Failed)\z", RegexOptions.CultureInvariant)]
    private static partial Regex DeliveryStatus();

    [GeneratedRegex(@"^.{0,2048}\z", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex AnyText();

    /// <summary>The members of an event's data, ignoring the case of names. Remembers the first missing or invalid one.</summary>
    private sealed class Members
    {
        private readonly Dictionary<string, JsonElement> _members = new(StringComparer.OrdinalIgnoreCase);
        private string? _atFault;

        public Members(JsonElement data)
        {
            foreach (var member in data.EnumerateObject())
            {
                // Which of two spellings counts must not depend on their order.
                if (!_members.TryAdd(member.Name, member.Value))
                {
                    throw new JsonException("A member occurs twice.");
                }
            }
        }

        /// <summary>A text that may be missing.</summary>
        public string? Text(string name) => _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        public string Matching(string name, Regex pattern) => Needed(name, Text(name) is { } text && pattern.IsMatch(text) ? text : null) ?? "";

        public string Number(string name) => Needed(name, NormalizeNumber(Text(name))) ?? "";

        public Instant Time(string name) => Needed<Instant?>(
            name,
            _members.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
                ? Instant.FromDateTimeOffset(time)
                : null) ?? default;

        /// <summary>The event, if all its required members were valid.</summary>
        public Result<SmsEvent> Complete(SmsEvent read) => _atFault is { } member ? MessagesRefusals.Member(member) : read;

        private T Needed<T>(string name, T value)
        {
            _atFault ??= value is null ? name : null;
            return value;
        }
    }
}

/// <summary>The codes of refused messages. They are stable, since the quarantine stores them.</summary>
public static class SmsEventFaults
{
    /// <summary>It is not Base64-encoded UTF-8, as every Event Grid message is.</summary>
    public const string Encoding = "encoding";

    /// <summary>It is larger than any message from the provider.</summary>
    public const string TooLarge = "too-large";

    /// <summary>It is not JSON, has a duplicate member, or contains invalid text.</summary>
    public const string Malformed = "malformed";

    /// <summary>It is neither an event nor a short list of events.</summary>
    public const string Count = "count";

    /// <summary>Its schema is neither Event Grid's nor CloudEvents 1.0.</summary>
    public const string Schema = "schema";

    /// <summary>The system does not subscribe to events of this type.</summary>
    public const string ForeignType = "foreign-type";

    /// <summary>A member is missing or invalid.</summary>
    public const string Member = "member";
}
