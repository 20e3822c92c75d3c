using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using SecureDocket.Credentials;
using Xunit;

namespace SecureDocket.Verifier.Tests;

/// <summary>This verifier gives the verdicts that are written down for all.</summary>
public sealed class SharedCaseTests
{
    // An entry for a card that is not on record is what only the record can tell.
    private static readonly string[] s_onlineOnly = [Reasons.NotOnRecord];

    [Fact]
    public void Every_text_gets_the_verdict_reasons_evidence_and_claims_that_are_due()
    {
        var faults = SharedCases.Verdicts.Where(due => !JsonNode.DeepEquals(Expected(due), Given(due)))
            .Select(due => $"{due["name"]}: {Given(due).ToJsonString()}, due {Expected(due).ToJsonString()}");
        Assert.Empty(faults);
    }

    [Fact]
    public void Every_pack_is_opened_or_refused_for_the_reason_that_is_due()
    {
        var faults = SharedCases.Openings.Where(due => SharedCases.Text(due["reason"]) != ReasonAgainst(due))
            .Select(due => $"{due["name"]}: {ReasonAgainst(due) ?? "opened"}, due {due["reason"] ?? "opened"}");
        Assert.Empty(faults);
    }

    [Fact]
    public void There_are_hundreds_of_cases_and_every_reason_is_among_them()
    {
        Assert.InRange(SharedCases.Verdicts.Count, 200, 2000);
        Assert.InRange(SharedCases.Openings.Count, 50, 1000);
        var all = typeof(Reasons).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        var given = SharedCases.Verdicts.SelectMany(due => due["reasons"]!.AsArray()).Select(SharedCases.Text).ToHashSet();
        Assert.Equal(all.Except(s_onlineOnly).Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
        Assert.Equal(["invalid", "undetermined", "valid"], SharedCases.Verdicts.Select(due => SharedCases.Text(due["verdict"])).Distinct().Order());
    }

    private static JsonObject Expected(JsonNode due) => new()
    {
        ["verdict"] = due["verdict"]!.DeepClone(),
        ["reasons"] = due["reasons"]!.DeepClone(),
        ["evidence"] = due["evidence"]!.DeepClone(),
        ["credential"] = due["credential"]?.DeepClone(),
    };

    private static JsonObject Given(JsonNode due)
    {
        var (pack, audience, now) = (SharedCases.Packs[SharedCases.Text(due["pack"])!], SharedCases.Text(due["audience"])!, SharedCases.Time(due["at"]));
        var verdict = CredentialVerifier.Verify(SharedCases.Text(due["text"]), pack.TrustFor(audience), now);
        var answer = Answer.Of(verdict, pack, audience, now);
        return new()
        {
            ["verdict"] = answer.Verdict,
            ["reasons"] = List(answer.Reasons),
            ["evidence"] = new JsonObject
            {
                ["keyId"] = answer.Evidence.KeyId,
                ["statusAsOf"] = answer.Evidence.StatusAsOf is { } asOf ? Time(asOf) : null,
                ["statusAgeSeconds"] = answer.Evidence.StatusAgeSeconds,
                ["packAgeSeconds"] = answer.Evidence.PackAgeSeconds,
                ["checkByEye"] = List(answer.Evidence.CheckByEye),
            },
            ["credential"] = verdict.Credential is { } credential ? Shown(credential, answer.Card!) : null,
        };
    }

    private static JsonObject Shown(Credential credential, PrintedCard card) => new()
    {
        ["cardNumber"] = card.CardNumber,
        ["serial"] = credential.Identity.Id,
        ["fullName"] = card.LatinName,
        ["birthDate"] = card.BirthDate,
        ["nationality"] = card.Nationality,
        ["issued"] = Time(credential.IssuedAt),
        ["validFrom"] = Time(credential.NotBefore),
        ["expires"] = Time(credential.Expires),
        ["face"] = credential.Identity.Face is { } face
            ? new JsonObject { ["type"] = face.Format == FaceFormat.Jpeg ? "image/jpeg" : "image/webp", ["bytes"] = Convert.ToBase64String(face.Bytes.Span) }
            : null,
        ["photoHash"] = Convert.ToHexStringLower(credential.Identity.PhotoHash.Span),
    };

    private static string? ReasonAgainst(JsonNode due)
    {
        var (bytes, now) = (SharedCases.Bytes(due["bytes"]!), SharedCases.Time(due["at"]));
        return due["previous"] is { } previous
            ? VerifierPack.ReadNext(bytes, VerifierPack.ReadStored(SharedCases.Bytes(previous))!, now).Reason
            : VerifierPack.ReadFirst(bytes, SharedCases.Text(due["anchor"])!, now).Reason;
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)JsonValue.Create(text))];

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
