namespace SecureDocket.Seals;

/// <summary>The refusals about seals.</summary>
internal static class SealsRefusals
{
    public static Refusal NoSuchSeal { get; } = new("no-such-seal", "No seal has this ID.");

    public static Refusal OwnSeal { get; } = new("four-eyes", "You requested this seal; another administrator must confirm it.");

    public static Refusal Status(SealStatus status) => new("seal-status", status switch
    {
        SealStatus.Confirmed => "Another administrator has confirmed this seal.",
        SealStatus.Declined or SealStatus.Ended => "This seal was ended; the person can see the disclosure.",
        SealStatus.Lapsed => "This seal was not confirmed in time; the person can see the disclosure.",
        _ => "This seal has expired; the person can see the disclosure.",
    });
}
