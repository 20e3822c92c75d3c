using NodaTime;

namespace SecureDocket.Cardholders;

/// <summary>A person's details as a caller sent them, not validated yet.</summary>
public sealed record CardholderForm
{
    /// <summary>The maximum length of <see cref="LatinName"/>: what the card and its QR code can hold.</summary>
    public const int LatinNameLimit = 60;

    // Letters with diacritics take two bytes in UTF-8; a longer name would need a larger QR code version.
    internal const int LatinNameByteLimit = 64;
    internal const int NameLimit = PersonName.LengthLimit;

    /// <summary>See <see cref="CardholderDetails.ANumber"/>; see <see cref="Cardholders.ANumber.Read"/>.</summary>
    public string? ANumber { get; init; }

    /// <summary>See <see cref="CardholderDetails.Name"/>.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="CardholderDetails.LatinName"/>; may be omitted when <see cref="Name"/> is in Latin letters.</summary>
    public string? LatinName { get; init; }

    /// <summary>See <see cref="Cardholders.BirthDate.TryParse"/>.</summary>
    public string? BirthDate { get; init; }

    /// <summary>See <see cref="CardholderDetails.Nationality"/>.</summary>
    public string? Nationality { get; init; }

    /// <summary>See <see cref="CardholderDetails.Language"/>.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="CardholderDetails.Mobile"/>.</summary>
    public string? Mobile { get; init; }

    /// <summary>See <see cref="CardholderDetails.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>neutral</c> (the default), <c>codeWord</c> or <c>detailed</c>.</summary>
    public string? MessageTier { get; init; }

    /// <summary>See <see cref="CardholderDetails.CodeWord"/>.</summary>
    public string? CodeWord { get; init; }

    /// <summary>The name of a <see cref="PostureState"/>; requires <see cref="PostureAsOf"/>.</summary>
    public string? Posture { get; init; }

    /// <summary>The date of <see cref="Posture"/>.</summary>
    public string? PostureAsOf { get; init; }

    /// <summary>See <see cref="CardholderDetails.Fins"/>.</summary>
    public string? Fins { get; init; }

    /// <summary>See <see cref="CardholderDetails.SubjectId"/>.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Validates every member and reports all faults at once.</summary>
    /// <param name="today">The server's date, UTC.</param>
    public Result<CardholderDetails> Check(LocalDate today)
    {
        List<Refusal> refusals = [];
        void Need(bool fits, Refusal refusal)
        {
            if (!fits)
            {
                refusals.Add(refusal);
            }
        }

        var aNumber = Cardholders.ANumber.Read(ANumber);
        Need(aNumber is not null, Refusals.ANumber);
        var name = PersonName.Normalize(Name);
        Need(PersonName.IsName(name), CardholdersRefusals.Name);
        var latinName = PersonName.Normalize(LatinName ?? Name);
        Need(PersonName.IsLatin(latinName, LatinNameLimit, LatinNameByteLimit), CardholdersRefusals.LatinName);
        var dated = Cardholders.BirthDate.TryParse(BirthDate, out var birthDate);
        Need(dated && !birthDate.IsAfter(today), CardholdersRefusals.BirthDate);
        Need(Nationalities.Contains(Nationality), CardholdersRefusals.Nationality);
        var contact = new ContactForm { Language = Language, Mobile = Mobile, TimeZone = TimeZone, MessageTier = MessageTier ?? "neutral", CodeWord = CodeWord }.Check();
        refusals.AddRange(contact.Refusals);
        var posture = CheckPosture(today, refusals);
        var (fins, subjectId) = (ExternalId.Read(Fins), ExternalId.Read(SubjectId));
        Need(Fins is null || fins is not null, Refusals.ExternalId("fins"));
        Need(SubjectId is null || subjectId is not null, Refusals.ExternalId("subjectId"));

        return refusals.Count > 0 ? refusals : new CardholderDetails
        {
            ANumber = aNumber!,
            Name = name!,
            LatinName = latinName!,
            BirthDate = birthDate,
            Nationality = Nationality!,
            Language = contact.Value!.Language,
            Mobile = contact.Value.Mobile,
            TimeZone = contact.Value.TimeZone,
            MessageTier = contact.Value.MessageTier,
            CodeWord = contact.Value.CodeWord,
            Posture = posture,
            Fins = fins,
            SubjectId = subjectId,
        };
    }

    private Posture? CheckPosture(LocalDate today, List<Refusal> refusals)
    {
        if (Posture is null && PostureAsOf is null)
        {
            return null;
        }

        // TryParse also accepts numbers, and an undefined number formats as itself.
        var known = Enum.TryParse<PostureState>(Posture, out var state) && Enum.IsDefined(state) && Posture == state.ToString();
        if (!known)
        {
            refusals.Add(CardholdersRefusals.Posture);
        }

        var asOf = NodaTime.Text.LocalDatePattern.Iso.Parse(PostureAsOf ?? "");
        if (!asOf.Success || asOf.Value > today)
        {
            refusals.Add(CardholdersRefusals.PostureAsOf);
        }

        return known ? new Posture(state, PostureAsOf!) : null;
    }
}
