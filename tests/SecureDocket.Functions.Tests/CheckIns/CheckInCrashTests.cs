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

    [Theory]
    [InlineData("book", Store.Memory)]
    [InlineData("book", Store.Azurite)]
    [InlineData("move", Store.Memory)]
    [InlineData("move", Store.Azurite)]
    [InlineData("cancellation", Store.Memory)]
    [InlineData("cancellation", Store.Azurite)]
    [InlineData("attendance", Store.Memory)]
    [InlineData("attendance", Store.Azurite)]
    public async Task A_fault_at_any_call_leaves_one_change_and_no_lost_seat_once_the_request_is_repeated(string command, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        TestHearings.SetNow(host.Host, $"{Day}T12:00:00Z");
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var person = (await TestCheckIns.PeopleAsync(host.Host, 1))[0];
                var order = await ReadyAsync(host, command, person);
                return (Person: person, Order: order, Events: (await TestCheckIns.JournalAsync(host.Host, person)).Count, Key: Guid.NewGuid().ToString());
            },
            ready => ready.Order.SendAsync(host, ready.Key),
            async (ready, first, fault) =>
            {
                // A seat that could not be left after the commit is no failure of the command.
                Assert.True(first.Status == HttpStatusCode.ServiceUnavailable ? FaultProof.IsTold(fault) : (int)first.Status < 300, $"{first.Status}");

                var answer = await ready.Order.SendAsync(host, ready.Key);
                Assert.Equal(command == "book" ? HttpStatusCode.Created : HttpStatusCode.OK, answer.Status);
                Assert.Equal([ready.Order.Kind], (await TestCheckIns.JournalAsync(host.Host, ready.Person))[ready.Events..]);

                var booked = (await TestCheckIns.DocketAsync(host.Host, ready.Person)).CheckIns.Where(checkIn => checkIn.Status == CheckInStatus.Booked).ToList();
                Assert.Equal(ready.Order.Booked is null ? [] : [ready.Order.Booked], booked.Select(checkIn => checkIn.Start.Date.ToString("uuuu-MM-dd", null)));
                host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
                foreach (var day in new[] { Day, NextDay, DueDay })
                {
                    Assert.Equal((day, day == ready.Order.Booked ? 7 : 8), (day, await FreeAsync(host, ready.Order.Office, day)));
                }

                host.Host.Clock.Advance(-TimeSpan.FromMinutes(11));
            });
    }

    [Fact]
    public async Task The_seat_of_a_booking_that_never_came_back_is_free_for_another()
    {
        await using var host = await TappedHost.StartAsync();
        TestHearings.SetNow(host.Host, $"{Day}T12:00:00Z");
        var lost = 0;
        await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                var people = await TestCheckIns.PeopleAsync(host.Host, 2);
                var order = await ReadyAsync(host, "book", people[0]);
                return (Person: people[0], Order: order, Other: order with { Path = TestCheckIns.Path(people[1]) }, Key: Guid.NewGuid().ToString());
            },
            ready => ready.Order.SendAsync(host, ready.Key),
            async (ready, _, _) =>
            {
                var made = (await TestCheckIns.DocketAsync(host.Host, ready.Person)).CheckIns.Count == 1;
                lost += !made && (await TestCheckIns.SeatsAsync(host.Host, ready.Order.Office, Day)).Count == 1 ? 1 : 0;
                host.Host.Clock.Advance(TimeSpan.FromMinutes(11));
                Assert.Equal(made ? HttpStatusCode.Conflict : HttpStatusCode.Created, (await ready.Other.SendAsync(host, Guid.NewGuid().ToString())).Status);

                // Whoever comes back to it then takes no seat of another.
                Assert.Equal(made ? HttpStatusCode.Created : HttpStatusCode.Conflict, (await ready.Order.SendAsync(host, ready.Key)).Status);
            });

        Assert.InRange(lost, 1, 20);
    }

    [Theory]
    [InlineData(Store.Memory)]
    [InlineData(Store.Azurite)]
    public async Task A_run_that_dies_at_any_call_leaves_what_is_missed_to_the_next_and_finds_it_missed_once(Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var date = new DateTimeOffset(2030, 6, 10, 12, 0, 0, TimeSpan.Zero);
        TestHearings.SetNow(host.Host, $"{date:O}");
        var office = await TestCheckIns.OpenAsync(host.Host);
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            async () =>
            {
                // A day that no run has looked at yet.
                date = date.AddDays(1);
                TestHearings.SetNow(host.Host, $"{date:O}");
                var person = (await TestCheckIns.PeopleAsync(host.Host, 1))[0];
                using var request = TestCheckIns.Request(TestCheckIns.Path(person), TestCheckIns.Slot(office, $"{date:yyyy-MM-dd}T08:00"), Guid.NewGuid().ToString());
                Assert.Equal(HttpStatusCode.Created, (await host.SendAsync("Field.Officer", request)).Status);
                TestHearings.SetNow(host.Host, $"{date.AddHours(5):O}");
                return (Person: person, Day: $"{date:yyyy-MM-dd}");
            },
            async _ =>
            {
                await host.Host.RunTimerAsync("MarkMissedCheckIns");
                return true;
            },
            async (ready, _, _) =>
            {
                await host.Host.RunTimerAsync("MarkMissedCheckIns");
                Assert.Equal(["check-in-booked", "check-in-missed"], await TestCheckIns.JournalAsync(host.Host, ready.Person));
                Assert.Empty(await TestCheckIns.SeatsAsync(host.Host, office, ready.Day));
                Assert.Equal(2, Assert.Single((await TestCheckIns.DocketAsync(host.Host, ready.Person)).CheckIns).Version);
            });

        Assert.InRange(calls.Count, 14, 38);
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
