using System.Net;
using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Verdicts;

/// <summary>A verification dies at every request to storage: whatever it shows of a docket, the disclosure is on record first.</summary>
public sealed class VerificationCrashTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    public static TheoryData<string?, TransportFault> Cases => new()
    {
        { "Field.Officer", TransportFault.NotSent },
        { "Field.Officer", TransportFault.AnswerLost },
        { "Partner.Verifier", TransportFault.NotSent },
        { "Partner.Verifier", TransportFault.AnswerLost },
        { null, TransportFault.NotSent },
        { null, TransportFault.AnswerLost },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task No_answer_shows_anything_without_a_disclosure_on_record(string? role, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 0);
        var card = await TestPeople.IssueAsync(host.Host);
        await VerifyAsync(host, role, card);
        var calls = await host.CountAsync(() => VerifyAsync(host, role, card));
        for (var call = 0; call < calls; call++)
        {
            var before = await DisclosuresAsync(host, card);
            host.Tap.FailAt(call, fault);
            var answer = await VerifyAsync(host, role, card);
            Assert.Equal(call + 1, host.Tap.Requests.Count);
            var after = await DisclosuresAsync(host, card);

            // Only the write can fail and have happened: then somebody is on record who was shown nothing, never the reverse.
            var wrote = call == calls - 1 && fault == TransportFault.AnswerLost;
            Assert.Equal(before.Count + (wrote ? 1 : 0), after.Count);
            AssertShowsNothing(answer, isWrite: call == calls - 1);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_fault_at_any_call_is_not_noticed_and_discloses_once_when_the_clients_try_again(string? role, TransportFault fault)
    {
        await using var host = await TappedHost.StartAsync(azurite, retries: 1);
        var card = await TestPeople.IssueAsync(host.Host);
        await VerifyAsync(host, role, card);
        var calls = await host.CountAsync(() => VerifyAsync(host, role, card));
        for (var call = 0; call < calls; call++)
        {
            var before = await DisclosuresAsync(host, card);
            host.Tap.FailAt(call, fault);
            var answer = await VerifyAsync(host, role, card);

            Assert.Equal(calls + 1, host.Tap.Requests.Count);
            Assert.Equal("valid", answer.Json["verdict"]!.GetValue<string>());
            var added = Assert.Single((await DisclosuresAsync(host, card)).Except(before));
            Assert.Equal(answer.Json["id"]!.GetValue<string>(), added);
        }
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

    private static async Task<TestAnswer> VerifyAsync(TappedHost host, string? role, JsonObject card)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/verifications")
        {
            Content = TestHost.Json(new JsonObject { ["credential"] = card["credential"]!.GetValue<string>() }),
        };
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
