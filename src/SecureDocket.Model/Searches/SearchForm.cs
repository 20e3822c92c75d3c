using NodaTime;
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

    /// <summary>The name in any script and spelling; with <see cref="BornFrom"/>.</summary>
    public string? Name { get; init; }

    /// <summary>The first year in which the person may be born.</summary>
    public long? BornFrom { get; init; }

    /// <summary>The last year, at most two later; null for the first only.</summary>
    public long? BornTo { get; init; }

    /// <summary>The nationality, which narrows a search by name; null for any. See <see cref="CardholderDetails.Nationality"/>.</summary>
    public string? Nationality { get; init; }

    /// <summary>Validates the keys, of which there must be one, and reports all faults at once.</summary>
    /// <param name="today">The server's date, UTC.</param>
    public Result<SearchKey> Check(LocalDate today)
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
        var named = CheckName(today, refusals);
        if (Name is not null)
        {
            keys.Add(named);
        }

        if (keys.Count != 1)
        {
            refusals.Insert(0, SearchesRefusals.OneKey);
        }

        return refusals.Count > 0 ? refusals : keys[0];
    }

    private SearchKey CheckName(LocalDate today, List<Refusal> refusals)
    {
        if (Name is null)
        {
            refusals.AddRange(BornFrom is null && BornTo is null && Nationality is null ? [] : new[] { SearchesRefusals.NameMissing });
            return default;
        }

        var name = PersonName.Normalize(Name);
        var words = PersonName.IsName(name) ? NameWord.Of(name!) : [];
        var to = BornTo ?? BornFrom;
        var known = refusals.Count;
        refusals.AddRange(words.Count > 0 ? [] : new[] { SearchesRefusals.Name });
        refusals.AddRange(BornFrom >= BirthDate.FirstYear && BornFrom <= today.Year ? [] : new[] { SearchesRefusals.BornFrom });
        refusals.AddRange(to is null || (to >= BornFrom && to < BornFrom + NameQuery.YearLimit) ? [] : new[] { SearchesRefusals.BornTo });
        refusals.AddRange(Nationality is null || Nationalities.Contains(Nationality) ? [] : new[] { CardholdersRefusals.Nationality });
        return refusals.Count > known ? default : SearchKey.Of(new(words, (int)BornFrom!, (int)to!, Nationality));
    }
}
