using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>What a developer finds of the pilot roster: names at the phones, papers in the portal, offices that are closed on holidays.</summary>
public sealed class RosterTests(RosterRun run) : IClassFixture<RosterRun>
{
    [Fact]
    public async Task The_outbox_names_whose_phone_it_is()
    {
        await run.BeDayAsync();
        var phones = await run.PhonesAsync();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(2));
        while (!phones.Any(phone => (string)phone!["number"]! == "+17135550101") || !phones.Any(phone => (string)phone!["number"]! == "+17135550107"))
        {
            // The first texts leave within a minute.
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
            phones = await run.PhonesAsync();
        }

        var page = await run.Client.GetStringAsync("/dev/outbox");

        Assert.Equal(["María Fernanda Quiché Ajpop"], People("+17135550101"));
        Assert.Equal(["Gurnam Singh Bainswal", "Harleen Kaur Bainswal"], People("+17135550107"));
        Assert.Contains("<h2>+17135550107<small dir=\"auto\">Gurnam Singh Bainswal, Harleen Kaur Bainswal</small></h2>", page, StringComparison.Ordinal);
        Assert.All(phones, phone => Assert.NotEmpty(phone!["people"]!.AsArray()));

        using var form = new FormUrlEncodedContent([new("phone", "+15005550006"), new("sender", "+18335550100"), new("text", "START")]);
        using var sent = await run.Client.PostAsync("/dev/outbox/replies", form);
        Assert.Empty((await run.PhonesAsync()).Single(phone => (string)phone!["number"]! == "+15005550006")!["people"]!.AsArray());

        IEnumerable<string> People(string number) => phones.Single(phone => (string)phone!["number"]! == number)!["people"]!.AsArray().Select(name => (string)name!);
    }

    [Fact]
    public async Task Two_people_have_two_papers_in_the_portal_and_the_others_none()
    {
        foreach (var person in run.People.Take(RosterPapers.People))
        {
            using var visitor = await run.SignInAsync(person!);
            await visitor.GoAsync("/papers");
            Assert.Contains("Notice to Appear", visitor.Page, StringComparison.Ordinal);
            Assert.Contains("Notice of Hearing, ", visitor.Page, StringComparison.Ordinal);
            var papers = Regex.Matches(visitor.Page, "href=\"(?<address>/papers/[0-9a-f]{32})\"");
            Assert.Equal(2, papers.Count);
            foreach (Match paper in papers)
            {
                using var answer = await visitor.SendAsync(HttpMethod.Get, paper.Groups["address"].Value, null);
                Assert.Equal((HttpStatusCode.OK, "application/pdf"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
                var pdf = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
                Assert.StartsWith("%PDF-1.7", pdf, StringComparison.Ordinal);
                Assert.Contains($"(Name: {(string)person!["LatinName"]!}) Tj", pdf, StringComparison.Ordinal);
                Assert.Contains("SAMPLE", pdf, StringComparison.Ordinal);
            }
        }

        using var another = await run.SignInAsync(run.People[RosterPapers.People]!);
        await another.GoAsync("/papers");
        Assert.Equal(HttpStatusCode.OK, another.Status);
        Assert.DoesNotContain("href=\"/papers/", another.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_portal_offers_no_day_on_which_an_office_has_a_holiday()
    {
        // The second person has no check-in yet, and may book one.
        using var visitor = await run.SignInAsync(run.People[1]!);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        foreach (var office in JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "pilot-roster", "offices.json")))!.AsArray())
        {
            var holidays = office!["holidays"]!.AsArray().Select(day => DateOnly.ParseExact((string)day!, "yyyy-MM-dd", CultureInfo.InvariantCulture))
                .Where(day => day > today.AddDays(2) && day < today.AddDays(300)).ToList();
            Assert.True(holidays.Count >= 5, $"{office["id"]} needs the holidays of the coming year.");
            foreach (var holiday in holidays.Take(3))
            {
                await visitor.GoAsync(string.Create(CultureInfo.InvariantCulture, $"/check-ins/booking?office={office["id"]}&after={holiday.AddDays(-2):yyyy-MM-dd}"));
                Assert.Equal(HttpStatusCode.OK, visitor.Status);
                var offered = Regex.Matches(visitor.Page, "day=(?<day>[0-9]{4}-[0-9]{2}-[0-9]{2})").Select(day => day.Groups["day"].Value).ToList();
                Assert.NotEmpty(offered);
                Assert.DoesNotContain(holiday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), offered);
            }
        }
    }

    [Fact]
    public void Nobody_gets_a_first_date_on_a_weekend_or_a_holiday()
    {
        // Thursday before Christmas Day, which is a Friday.
        var days = new RosterDays(new(2026, 12, 24), [new(2026, 12, 25)]);

        Assert.Equal([new(2026, 12, 24), new(2026, 12, 28), new(2026, 12, 28), new(2026, 12, 28), new(2026, 12, 28), new(2026, 12, 29)], Enumerable.Range(0, 6).Select(days.WorkDay));
    }
}
