using SecureDocket.Cardholders;
using SecureDocket.Disclosures;
using SecureDocket.Hearings;

namespace SecureDocket.Searches;

/// <summary>A search for a person as an officer typed it, not validated yet: exactly one of the keys, and the purpose.</summary>
public sealed record SearchForm
{
    /// <summary>The purposes for which officers search.</summary>
    public static IReadOnlyList<Purpose> Purposes { get; } =
        [Purpose.CardService, Purpose.CheckInService, Purpose.DocumentService, Purpose.Enrollment, Purpose.HearingService, Purpose.ReminderService];

    /// <summary>See <see cref="Cardholders.ANumber.Read"/>.</summary>
    public string? ANumber { get; init; }

    /// <summary>See <see cref="Cardholders.Mobile.Read"/>; without a country code, a number of the United States.</summary>
    public string? Mobile { get; init; }

    /// <summary>See <see cref="Cards.CardNumber.TryParse"/>.</summary>
    public string? CardNumber { get; init; }

    /// <summary>See <see cref="Hearing.Id"/>.</summary>
    public string? HearingId { get; init; }

    /// <summary>See <see cref="CardholderDetails.Fins"/>.</summary>
    public string? Fins { get; init; }

    /// <summary>See <see cref="CardholderDetails.SubjectId"/>.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Validates the keys, of which there must be one, and reports all faults at once.</summary>
    public Result<SearchKey> Check()
    {
        List<Refusal> refusals = [];
        List<SearchKey> keys = [];
        void Take(SearchKeyKind kind, string? typed, string? read, Refusal otherwise)
        {
            if (typed is not null)
            {
                keys.Add(new(kind, read ?? ""));
                refusals.AddRange(read is null ? [otherwise] : Array.Empty<Refusal>());
            }
        }

        var mobile = Mobile is null ? default : Cardholders.Mobile.Read(Mobile, timeZone: null);
        Take(SearchKeyKind.ANumber, ANumber, Cardholders.ANumber.Read(ANumber), Refusals.ANumber);
        Take(SearchKeyKind.Mobile, Mobile, mobile.Value, SearchesRefusals.Mobile);
        Take(SearchKeyKind.CardNumber, CardNumber, Cards.CardNumber.TryParse(CardNumber, out var number) ? number.ToString() : null, SearchesRefusals.CardNumber);
        Take(SearchKeyKind.Hearing, HearingId, HearingId is not null && HearingForm.IsId(HearingId) ? HearingId : null, HearingsRefusals.HearingId);
        Take(SearchKeyKind.Fins, Fins, ExternalId.Read(Fins), Refusals.ExternalId("fins"));
        Take(SearchKeyKind.SubjectId, SubjectId, ExternalId.Read(SubjectId), Refusals.ExternalId("subjectId"));
        if (keys.Count != 1)
        {
            refusals.Insert(0, SearchesRefusals.OneKey);
        }

        return refusals.Count > 0 ? refusals : keys[0];
    }
}
