using NodaTime;
using SecureDocket.Credentials;

namespace SecureDocket.Disclosures;

/// <summary>A record that someone was shown something from a docket.</summary>
public sealed record Disclosure
{
    /// <summary>The disclosure's ID: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>When it was shown.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who was shown it.</summary>
    public required Actor Recipient { get; init; }

    /// <summary>Why it was shown.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>The fields that were shown, by name and never by value.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>
    /// The opaque ID of the item that was shown, where the docket has several; for an officer's verification, the hash of the photo. Null
    /// otherwise.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>The first day, on the person's calendar, on which the person may see it whatever its <see cref="Seal"/> says; null if at once.</summary>
    public LocalDate? SealedUntil { get; init; }

    /// <summary>
    /// The seal that hides it from the person, which holds the reason and whether it still applies. Null if the person may see it at once, and for
    /// disclosures sealed before seals had a reason; those stay hidden until <see cref="SealedUntil"/>, as recorded.
    /// </summary>
    public string? Seal { get; init; }

    /// <summary>The officer's finding from comparing the person with the photo; null until they give one.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>The verdict of an offline verifier; null for everything the system showed itself.</summary>
    public OfflineFinding? Offline { get; init; }
}

/// <summary>An officer's finding by eye.</summary>
/// <param name="Answer">The finding.</param>
/// <param name="At">When they first gave it.</param>
public sealed record Comparison(ComparisonAnswer Answer, DateTimeOffset At);

/// <summary>Whether the person who showed a card is the one on its photo.</summary>
public enum ComparisonAnswer
{
    /// <summary>The person is the one on the photo.</summary>
    SamePerson,

    /// <summary>The person is not the one on the photo.</summary>
    NotSamePerson,

    /// <summary>The officer could not tell.</summary>
    CannotTell,
}

/// <summary>An offline verifier's verdict, reported later. It is the officer's word: no credential comes with it to prove that the card was there.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Codes of <see cref="Credentials.Reasons"/>; empty when valid.</param>
/// <param name="StatusAsOf">The time of the card status that the verifier had; null when it had none.</param>
public sealed record OfflineFinding(Outcome Outcome, IReadOnlyList<string> Reasons, DateTimeOffset? StatusAsOf)
{
    /// <summary>When it was reported; null if that was not recorded.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}

/// <summary>Why something was shown.</summary>
public enum Purpose
{
    /// <summary>A card is verified.</summary>
    Verification,

    /// <summary>A card was verified offline, from its own data.</summary>
    OfflineVerification,

    /// <summary>A person is enrolled or their record maintained, including a PIN and codes for the portal.</summary>
    Enrollment,

    /// <summary>A card is printed or looked up.</summary>
    CardService,

    /// <summary>Hearings are looked up.</summary>
    HearingService,

    /// <summary>Reminders are looked up.</summary>
    ReminderService,

    /// <summary>Check-ins are looked up.</summary>
    CheckInService,

    /// <summary>Documents are looked up or fetched.</summary>
    DocumentService,

    /// <summary>The person signs in to their own docket.</summary>
    SelfService,

    /// <summary>A history is reviewed.</summary>
    Audit,

    /// <summary>A person is searched for by something that only few people share, and found.</summary>
    Search,
}
