using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.CheckIns;

/// <summary>Commands on check-ins die at every request to storage, before and after the request took effect.</summary>
public sealed class CheckInCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string Day = "2030-06-10";
    private const string NextDay = "2030-06-11";
    private const string DueDay = "2030-07-10";

    public static TheoryData<string, int, TransportFault> Commands
    {
        get
        {
            var commands = new TheoryData<string, int, TransportFault>();
            foreach (var command in new[] { "book", "move", "cancellation", "attendance" })
            {
                foreach (var retries in new[] { 0, 1 })
                {
                    // A client that tries again makes good by itself what was not sent: the adapters' wire tests hold that.
                    if (retries == 0)
                    {
                        commands.Add(command, retries, TransportFault.NotSent);
                    }

                    commands.Add(command, retries, TransportFault.AnswerLost);
                }
            }

            return commands;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_fault_at_any_call_leaves_one_change_and_no_lost_seat_once_the_request_is_repeated(string command, int retries, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries);
        TestHearings.SetNow(host.Host, $"{Day}T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(host.Host, 1);
        var dry = await ReadyAsync(host, command, people[0]);
        var calls = await host.CountAsync(() => dry.SendAsync(host, Guid.NewGuid().ToString()));
        people = await TestCheckIns.PeopleAsync(host.Host, calls);
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (ready, key) = (await ReadyAsync(host, command, people[call]), Guid.NewGuid().ToString());
            var before = (await TestCheckIns.JournalAsync(host.Host, people[call])).Count;
            host.Tap.FailAt(call, fault);
            var first = await ready.SendAsync(host, key);

            // A seat that could not be left after the commit is no failure of the command.
            Assert.True(first.Status == HttpStatusCode.ServiceUnavailable ? retries == 0 : (int)first.Status < 300, $"{call}: {first.Status}");

            host.Tap.Restart();
            var answer = await ready.SendAsync(host, key);
            Assert.Equal(command == "book" ? HttpStatusCode.Created : HttpStatusCode.OK, answer.Status);
            Assert.Equal([ready.Kind], (await TestCheckIns.JournalAsync(host.Host, people[call]))[before..]);

            var booked = (await TestCheckIns.DocketAsync(host.Host, people[call])).CheckIns.Where(checkIn => checkIn.Status == CheckInStatus.Booked).ToList();
            Assert.Equal(ready.Booked is null ? [] : [ready.Booked], booked.Select(checkIn => checkIn.Start.Date.ToString("uuuu-MM-dd", null)));
            host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
            foreach (var day in new[] { Day, NextDay, DueDay })
            {
                Assert.Equal((call, day, day == ready.Booked ? 7 : 8), (call, day, await FreeAsync(host, ready.Office, day)));
            }

            host.Host.Clock.Advance(-TimeSpan.FromMinutes(11));
        }
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task The_seat_of_a_booking_that_never_came_back_is_free_for_another(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        TestHearings.SetNow(host.Host, $"{Day}T12:00:00Z");
        var people = await TestCheckIns.PeopleAsync(host.Host, 2);
        var dry = await ReadyAsync(host, "book", people[0]);
        var calls = await host.CountAsync(() => dry.SendAsync(host, Guid.NewGuid().ToString()));
        people = await TestCheckIns.PeopleAsync(host.Host, 2 * calls);
        var lost = 0;
        for (var call = 0; call < calls; call++)
        {
            host.Tap.Restart();
            var (ready, key) = (await ReadyAsync(host, "book", people[2 * call]), Guid.NewGuid().ToString());
            host.Tap.FailAt(call, fault);
            await ready.SendAsync(host, key);

            host.Tap.Restart();
            var other = ready with { Path = TestCheckIns.Path(people[(2 * call) + 1]) };
            var made = (await TestCheckIns.DocketAsync(host.Host, people[2 * call])).CheckIns.Count == 1;
            lost += !made && (await TestCheckIns.SeatsAsync(host.Host, ready.Office, Day)).Count == 1 ? 1 : 0;
            host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
            Assert.Equal(made ? HttpStatusCode.Conflict : HttpStatusCode.Created, (await other.SendAsync(host, Guid.NewGuid().ToString())).Status);

            // Whoever comes back to it then takes no seat of another.
            Assert.Equal(made ? HttpStatusCode.Created : HttpStatusCode.Conflict, (await ready.SendAsync(host, key)).Status);
            host.Host.Clock.Advance(-TimeSpan.FromMinutes(11));
        }

        Assert.InRange(lost, 1, calls);
    }

    [Theory]
    [InlineData(TransportFault.NotSent)]
    [InlineData(TransportFault.AnswerLost)]
    public async Task A_run_that_dies_at_any_call_leaves_what_is_missed_to_the_next_and_finds_it_missed_once(TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        var date = new DateTimeOffset(2030, 6, 10, 12, 0, 0, TimeSpan.Zero);
        TestHearings.SetNow(host.Host, $"{date:O}");
        var people = await TestCheckIns.PeopleAsync(host.Host, 40);
        var office = await TestCheckIns.OpenAsync(host.Host);
        var call = 0;
        for (var reached = true; reached; call++, date = date.AddDays(1))
        {
            host.Tap.Restart();
            TestHearings.SetNow(host.Host, $"{date:O}");
            using var request = TestCheckIns.Request(TestCheckIns.Path(people[call]), TestCheckIns.Slot(office, $"{date:yyyy-MM-dd}T08:00"), Guid.NewGuid().ToString());
            Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("Field.Officer", request)).Status);
            TestHearings.SetNow(host.Host, $"{date.AddHours(5):O}");

            host.Tap.FailAt(call, fault);
            await host.Host.RunTimerAsync("MarkMissedCheckIns");
            reached = host.Tap.Requests.Count > call;

            host.Tap.Restart();
            await host.Host.RunTimerAsync("MarkMissedCheckIns");
            Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(host.Host, people[call]));
            Assert.Empty(await TestCheckIns.SeatsAsync(host.Host, office, $"{date:yyyy-MM-dd}"));
            Assert.Equal(2, Assert.Single((await TestCheckIns.DocketAsync(host.Host, people[call])).CheckIns).Version);
        }

        Assert.InRange(call, 15, 39);
    }

    /// <summary>A person and an office of their own, with one seat, to whom a command is open.</summary>
    private static async Task<Ready> ReadyAsync(TappedHost host, string command, string person)
    {
        var office = await TestCheckIns.OpenAsync(host.Host, TestCheckIns.Office(seats: 1));
        var book = new Ready(TestCheckIns.Path(person), TestCheckIns.Slot(office, $"{Day}T08:00"), office, Day, "check-in-booked");
        if (command == "book")
        {
            return book;
        }

        var booked = await book.SendAsync(host, Guid.NewGuid().ToString());
        Assert.Equal(HttpStatusCode.Created, booked.Status);
        var path = $"{TestCheckIns.Path(person)}/{booked.Json["checkInId"]}/{command}";
        if (command == "move")
        {
            return new(path, TestCheckIns.Slot(null, $"{NextDay}T09:00"), office, NextDay, "check-in-moved");
        }

        if (command == "cancellation")
        {
            return new(path, new JsonObject { ["reason"] = "person-asked" }, office, null, "check-in-cancelled");
        }

        using var schedule = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/cardholders/{person}/check-in-schedule")
        {
            Content = TestHost.Json(new JsonObject { ["officeId"] = office, ["everyDays"] = 30 }),
        };
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("Field.Officer", schedule)).Status);
        return new(path, new JsonObject { ["manner"] = "in-person" }, office, DueDay, "check-in-attended");
    }

    private static async Task<int> FreeAsync(TappedHost host, string office, string day)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/offices/{office}/slots?from={day}&to={day}");
        return (await host.SendAsync("Field.Officer", request)).Json["slots"]!.AsArray().Sum(slot => slot!["free"]!.GetValue<int>());
    }

    /// <summary>A request to make, and what is to come of it.</summary>
    private sealed record Ready(string Path, JsonObject Body, string Office, string? Booked, string Kind)
    {
        public async Task<TestAnswer> SendAsync(TappedHost host, string key)
        {
            using var request = TestCheckIns.Request(Path, Body, key);
            return await host.SendAsync("Field.Officer", request);
        }
    }
}
