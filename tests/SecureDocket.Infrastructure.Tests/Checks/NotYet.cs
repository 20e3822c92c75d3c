namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>What the infrastructure already has for code that is still to come. Each check says when an entry is left over.</summary>
internal static class NotYet
{
    public static IReadOnlyList<string> Settings { get; } = ["SecureDocket__Identity__ClientId", "SecureDocket__Sms__ClientId"];

    public static IReadOnlyList<string> Storage { get; } = ["container journal", "table partners"];

    public static IReadOnlyList<string> Functions { get; } = ["ArchiveJournal"];

    public static IReadOnlyList<string> Routes { get; } = ["/health/live", "/health/ready"];

    public static IReadOnlyList<int> Events { get; } = [60, 61, 62, 63];

    public static IReadOnlyList<string> Metrics { get; } =
    [
        "securedocket.cards.issued", "securedocket.partners.refused", "securedocket.reminders", "securedocket.reminders.lateness",
        "securedocket.signatures.duration", "securedocket.sms.events.lag", "securedocket.storage.operations", "securedocket.storage.retries",
        "securedocket.timers.runs", "securedocket.verdicts",
    ];
}
