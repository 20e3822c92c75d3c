using System.Text.Json;
using SecureDocket.Credentials;

namespace SecureDocket.Partners;

/// <summary>A partner's request while it is being answered.</summary>
public sealed class PartnerVisit : IDisposable
{
    private readonly PartnerMeter _meter;
    private readonly Telemetry _telemetry;
    private PartnerCounts _counts = new() { Refused = 1 };
    private bool _left;

    internal PartnerVisit(Partner partner, PartnerMeter meter, Telemetry telemetry) => (Partner, _meter, _telemetry) = (partner, meter, telemetry);

    /// <summary>The caller.</summary>
    public Partner Partner { get; }

    /// <summary>The refusal if the partner lacks a scope; null if it has it.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="field">The member that needs it; null if none does.</param>
    public Refusal? Missing(PartnerScope scope, string? field = null)
    {
        if (Partner.Scopes.Contains(scope))
        {
            return null;
        }

        var missing = PartnersRefusals.ScopeMissing(JsonNamingPolicy.KebabCaseLower.ConvertName(scope.ToString()), field);
        _telemetry.PartnerRefused(missing.Code);
        return missing;
    }

    /// <summary>Reports that the request was answered, and the verdict if it asked for one. A request that is not reported counts as refused.</summary>
    /// <param name="verdict">The verdict; null if the request was not a verification.</param>
    /// <param name="matches">Whether all compared details match; null if nothing was compared.</param>
    public void Answered(Outcome? verdict = null, bool? matches = null)
    {
        PartnerCounts counts = verdict switch
        {
            Outcome.Valid => new() { Valid = 1 },
            Outcome.Invalid => new() { Invalid = 1 },
            Outcome.Undetermined => new() { Undetermined = 1 },
            _ => new(),
        };
        _counts = counts with { Matched = matches == true ? 1 : 0, Mismatched = matches == false ? 1 : 0 };
    }

    /// <summary>Reports that the request was refused because one card was compared too often.</summary>
    public void AskedTooOften() => _counts = new() { Refused = 1, MatchLimited = 1 };

    /// <summary>Ends the visit and counts it.</summary>
    public void Dispose()
    {
        if (!_left)
        {
            _left = true;
            _meter.Leave(_counts);
        }
    }
}
