using NodaTime;
using SecureDocket.Credentials;

namespace SecureDocket.Disclosures;

/// <summary>That somebody was shown something from a docket.</summary>
public sealed record Disclosure
{
    /// <summary>The disclosure's id: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>To whom.</summary>
    public required Actor Recipient { get; init; }

    /// <summary>Why.</summary>
    public required Purpose Purpose { get; init; }

    /// <summary>Which fields, by name and never by value.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>The opaque id of the one thing that was shown, where the docket has several; of an officer's verification, the hash of the photo. Null otherwise.</summary>
    public string? Subject { get; init; }

    /// <summary>The first day, on the person's calendar, on which the person is told of it whatever its <see cref="Seal"/> says; null when at once.</summary>
    public LocalDate? SealedUntil { get; init; }

    /// <summary>
    /// The seal that keeps it from the person, which says why, and whether it still holds. Null when the person is told at once, and of what
    /// was sealed before seals had a reason: that is kept from them until <see cref="SealedUntil"/>, as it was recorded.
    /// </summary>
    public string? Seal { get; init; }

    /// <summary>What the officer found when they compared the person with the photo; null when they have not said.</summary>
    public Comparison? Comparison { get; init; }

    /// <summary>What a verifier without a network came to; null for all that we showed ourselves.</summary>
    public OfflineFinding? Offline { get; init; }
}

/// <summary>What an officer found by eye.</summary>
/// <param name="Answer">The finding.</param>
/// <param name="At">When they first said so.</param>
public sealed record Comparison(ComparisonAnswer Answer, DateTimeOffset At);

/// <summary>Whether the person who showed a card is the one on its photo.</summary>
public enum ComparisonAnswer
{
    /// <summary>They are.</summary>
    SamePerson,

    /// <summary>They are not.</summary>
    NotSamePerson,

    /// <summary>The officer could not tell.</summary>
    CannotTell,
}

/// <summary>The verdict of a verifier without a network, as it was told to us later. It is the officer's word: no credential comes with it that would prove the card to have been there.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Reasons">Codes of <see cref="Credentials.Reasons"/>; empty when valid.</param>
/// <param name="StatusAsOf">The moment that the card's status was of; null when the verifier had none.</param>
public sealed record OfflineFinding(Outcome Outcome, IReadOnlyList<string> Reasons, DateTimeOffset? StatusAsOf)
{
    /// <summary>When we were told; null where that was not kept.</summary>
    public DateTimeOffset? ReportedAt { get; init; }
}

/// <summary>Why something is shown.</summary>
public enum Purpose
{
    /// <summary>A card is checked.</summary>
    Verification,

    /// <summary>A card was checked without a network, from what it shows itself.</summary>
    OfflineVerification,

    /// <summary>A person is enrolled or their record kept, a PIN and codes for the portal included.</summary>
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
}
