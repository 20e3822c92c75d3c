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
}

/// <summary>Why something is shown.</summary>
public enum Purpose
{
    /// <summary>A card is checked.</summary>
    Verification,

    /// <summary>A person is enrolled or their record kept.</summary>
    Enrollment,

    /// <summary>A card is printed or looked up.</summary>
    CardService,

    /// <summary>Hearings are looked up.</summary>
    HearingService,

    /// <summary>Reminders are looked up.</summary>
    ReminderService,

    /// <summary>Check-ins are looked up.</summary>
    CheckInService,

    /// <summary>A history is reviewed.</summary>
    Audit,
}
