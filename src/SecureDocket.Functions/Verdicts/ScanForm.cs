using System.Collections.Frozen;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Seals;

namespace SecureDocket.Functions.Verdicts;

/// <summary>A scan of an upload as read.</summary>
/// <param name="Id">Its ID; null if it has no valid one.</param>
/// <param name="Scan">The scan, or all its faults, which concern no other scan of the upload.</param>
internal sealed record ScanForm(string? Id, Result<OfflineScan> Scan)
{
    private const int DayLimit = 30;

    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_age = TimeSpan.FromDays(DayLimit);

    private static readonly string[] s_verdicts = [.. Enum.GetValues<Outcome>().Select(Names.Of)];

    private static readonly FrozenSet<string> s_reasons =
        typeof(Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The scans of an upload, or the faults that concern all of it.</summary>
    public static Result<IReadOnlyList<ScanForm>> ReadAll(Result<ReadOnlyMemory<byte>> body, DateTimeOffset now) =>
        JsonForm.Read<IReadOnlyList<ScanForm>>(body, (json, faults) =>
        {
            var scans = json.Objects("scans");
            if (scans is not { Count: >= 1 and <= RecordScans.Limit })
            {
                faults.Add(VerdictsRefusals.Scans(RecordScans.Limit));
                return [];
            }

            return [.. scans.Select(scan => Read(scan, now))];
        });

    private static ScanForm Read(JsonForm json, DateTimeOffset now)
    {
        List<Refusal> refusals = [];
        var isNamed = Guid.TryParseExact(json.Text("scanId"), "D", out var id);
        if (!isNamed)
        {
            refusals.Add(VerdictsRefusals.ScanId);
        }

        if (!CardNumber.TryParse(json.Text("cardNumber"), out var card))
        {
            refusals.Add(VerdictsRefusals.CardNumber);
        }

        var at = json.Moment("at");
        if (at is null || at > now + s_clockSkew || at < now - s_age)
        {
            refusals.Add(VerdictsRefusals.ScannedAt(DayLimit));
        }

        var finding = FindingOf(json, now, refusals);
        var comparison = ComparisonView.Read(json, required: false, refusals);
        var seal = SealForm.Read(json, at ?? now, refusals);
        var faults = json.Faults(refusals);
        return new(isNamed ? $"{id:D}" : null, faults.Count > 0
            ? faults
            : new OfflineScan(id, card, at!.Value, finding) { Comparison = comparison, Seal = seal });
    }

    private static OfflineFinding FindingOf(JsonForm json, DateTimeOffset now, List<Refusal> refusals)
    {
        var verdict = Array.IndexOf(s_verdicts, json.OneOf("verdict", s_verdicts, refusals));
        var reasons = json.Texts("reasons") ?? [];
        var isValid = verdict == (int)Outcome.Valid;
        if (!reasons.All(s_reasons.Contains) || reasons.Distinct().Count() != reasons.Count || (verdict >= 0 && isValid != (reasons.Count == 0)))
        {
            refusals.Add(VerdictsRefusals.Reasons);
        }

        var statusAsOf = json.Moment("statusAsOf");
        if (statusAsOf > now + s_clockSkew)
        {
            refusals.Add(VerdictsRefusals.StatusAsOf);
        }

        return new((Outcome)verdict, reasons, statusAsOf);
    }
}
