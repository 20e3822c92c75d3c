using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>A verification dies at every request to storage: whatever it shows of a docket, the disclosure is on record first.</summary>
public sealed class VerificationCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    [Theory]
    [InlineData("Field.Officer", Store.Memory)]
    [InlineData("Field.Officer", Store.Azurite)]
    [InlineData("Partner.Verifier", Store.Memory)]
    [InlineData("Partner.Verifier", Store.Azurite)]
    [InlineData(null, Store.Memory)]
    [InlineData(null, Store.Azurite)]
    public async Task No_answer_shows_anything_without_one_disclosure_on_record(string? role, Store store)
    {
        await using var host = await TappedHost.StartAsync(store, azurite);
        var card = await TestPeople.IssueAsync(host.Host);
        await VerifyAsync(host, role, card);
        var calls = await FaultProof.AtEveryCallAsync(
            host,
            () => DisclosuresAsync(host, card),
            _ => VerifyAsync(host, role, card),
            async (before, answer, fault) =>
            {
                var added = (await DisclosuresAsync(host, card)).Except(before).ToList();
                if (!FaultProof.IsTold(fault))
                {
                    Assert.Equal("valid", answer.Json["verdict"]!.GetValue<string>());
                    Assert.Equal([answer.Json["id"]!.GetValue<string>()], added);
                    return;
                }

                // Only the write can fail and have happened: then somebody is on record who was shown nothing, never the reverse.
                var isWrite = !fault!.Request.IsRead;
                Assert.Equal(isWrite && fault.Fault == TransportFault.AnswerLost ? 1 : 0, added.Count);
                AssertShowsNothing(answer, isWrite);
            });
        Assert.Equal(2, calls.Count);
    }

    [Fact]
    public async Task A_fault_is_not_noticed_and_discloses_once_when_the_clients_try_again()
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 1);
        var card = await TestPeople.IssueAsync(host.Host);
        await FaultProof.AtEveryCallAsync(
            host,
            () => DisclosuresAsync(host, card),
            _ => VerifyAsync(host, "Field.Officer", card),
            async (before, answer, _) =>
            {
                Assert.Equal("valid", answer.Json["verdict"]!.GetValue<string>());
                Assert.Equal([answer.Json["id"]!.GetValue<string>()], (await DisclosuresAsync(host, card)).Except(before));
            });
    }

    [Fact]
    public async Task A_fault_at_any_call_of_a_question_about_a_birth_date_lets_no_sixth_through()
    {
        await using var host = await TappedHost.StartAsync();
        await VerifyAsync(host, "Partner.Verifier", await TestPeople.IssueAsync(host.Host));
        await FaultProof.AtEveryCallAsync(
            host,
            () =>
            {
                host.Tap.Restart();
                return TestPeople.IssueAsync(host.Host);
            },
            card => VerifyAsync(host, "Partner.Verifier", card, "1990-01-01"),
            async (card, first, _) =>
            {
                host.Tap.Restart();
                var answers = new List<TestAnswer> { first };
                for (var question = 0; question < 6; question++)
                {
                    answers.Add(await VerifyAsync(host, "Partner.Verifier", card, "1990-01-01"));
                }

                // A question that is counted and whose answer is lost is one less, never one more.
                Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK && answer.Json["birthDateMatches"] is not null), 4, 5);
                Assert.Equal("match-limit", answers[^1].Json["code"]!.GetValue<string>());
            });
    }

    private static void AssertShowsNothing(TestAnswer answer, bool isWrite)
    {
        if (isWrite)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Equal("unavailable", answer.Json["code"]!.GetValue<string>());
        }
        else
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("undetermined", answer.Json["verdict"]!.GetValue<string>());
            Assert.Equal("status-unavailable", Assert.Single(answer.Json["reasons"]!.AsArray())!.GetValue<string>());
            Assert.Equal(["verdict", "reasons", "evidence"], answer.Json.AsObject().Select(member => member.Key));
        }

        Assert.DoesNotContain("Miron", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("1990", answer.Body, StringComparison.Ordinal);
    }

    private static async Task<TestAnswer> VerifyAsync(TappedHost host, string? role, JsonObject card, string? birthDate = null)
    {
        var question = new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() };
        if (birthDate is not null)
        {
            question["birthDate"] = birthDate;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications") { Content = TestHost.Json(question) };
        return await host.SendAsync(role, request);
    }

    /// <summary>The ids of the verifications on record; an auditor's own looks are left out.</summary>
    private static async Task<List<string>> DisclosuresAsync(TappedHost host, JsonObject card)
    {
        host.Tap.Restart();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cardholders/{card["cardholderId"]}/disclosures");
        var list = (await host.SendAsync("Docket.Auditor", request)).Json["disclosures"]!.AsArray();
        return [.. list.Where(entry => entry!["purpose"]!.GetValue<string>() == "verification").Select(entry => entry!["id"]!.GetValue<string>())];
    }
}
