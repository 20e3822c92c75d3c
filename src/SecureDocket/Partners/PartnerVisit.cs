using System.Text.Json;
using SecureDocket.Credentials;

namespace SecureDocket.Partners;

/// <summary>A partner's request while it is answered.</summary>
public sealed class PartnerVisit : IDisposable
{
    private readonly PartnerMeter _meter;
    private readonly Telemetry _telemetry;
    private PartnerCounts _counts = new() { Refused = 1 };
    private bool _left;

    internal PartnerVisit(Partner partner, PartnerMeter meter, Telemetry telemetry) => (Partner, _meter, _telemetry) = (partner, meter, telemetry);

    /// <summary>Who asks.</summary>
    public Partner Partner { get; }

    /// <summary>The refusal of what the partner may not ask for; null when it may.</summary>
    /// <param name="scope">What is asked for.</param>
    /// <param name="field">The member that asks for it; null when none does.</param>
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

    /// <summary>Says that the request is answered, and with which verdict when it asked for one; without it, it counts as refused.</summary>
    /// <param name="verdict">The verdict; null for what is no verification.</param>
    /// <param name="matches">Whether everything that was asked about matches; null when nothing was compared.</param>
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

    /// <summary>Says that the request is refused because what matches a card was asked too often.</summary>
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
