using SecureDocket.SignIns;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>What of each table the archive holds. docs/decisions/0019 has the reason for each, and what losing the rest costs.</summary>
internal static class ArchivedTables
{
    // A character after all that begin a key.
    private const string End = "\u007F";

    /// <summary>The rows that the archive holds, in the order in which a pass reads them. The list grows at its end only: a pass takes in full what the pass before did not know.</summary>
    public static IReadOnlyList<ArchivedRange> Ranges { get; } =
    [
        // First what is small and decides who may be sent to and which keys are believed; the dockets take longest.
        new(TableNames.Keys, "", End),
        new(TableNames.Phones, "", End),
        new(TableNames.Approvals, "", End),

        // What a site's places are taken by is counted anew from the dockets.
        new(TableNames.Places, "", "card|"),
        new(TableNames.Places, "card}", End),

        // Codes on paper go when they are used, and must not come back: only the PINs.
        new(TableNames.SignIns, SignInStore.PinKey, SignInStore.PinKey + "~"),
        new(TableNames.Downloads, "", End),

        // The events and the disclosures; what a docket is follows from its events.
        new(TableNames.Dockets, "~", "~~"),

        // Who may verify for an agency, and what it asked.
        new(TableNames.Partners, "", End),
    ];

    /// <summary>Tables whose rows are hints, written anew from the dockets.</summary>
    public static IReadOnlyList<string> Derived { get; } =
    [
        TableNames.Lookups, TableNames.StatusIndex, TableNames.StatusChanges, TableNames.Issued, TableNames.CourtDays, TableNames.Due, TableNames.Seats,
    ];

    /// <summary>Tables that may be lost.</summary>
    public static IReadOnlyList<string> Lost { get; } =
    [
        TableNames.Watermarks, TableNames.Quarantine, TableNames.Attempts, TableNames.Scanners, TableNames.Idempotency,
    ];
}

/// <summary>Rows of a table, of all its partitions.</summary>
/// <param name="Table">One of <see cref="TableNames"/>.</param>
/// <param name="From">The first key, inclusive.</param>
/// <param name="To">The key to stop before.</param>
internal sealed record ArchivedRange(string Table, string From, string To);
