using SecureDocket.SignIns;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>The rows of each table that the archive holds. docs/decisions/0019 gives the reason for each, and the cost of losing the rest.</summary>
internal static class ArchivedTables
{
    // A character after every character that begins a key.
    private const string End = "\u007F";

    /// <summary>
    /// The ranges that the archive holds, in the order a pass reads them. The list may only grow at its end: a pass reads in full the
    /// ranges that the previous pass did not know.
    /// </summary>
    public static IReadOnlyList<ArchivedRange> Ranges { get; } =
    [
        // Small tables that decide who may be texted and which keys are trusted come first; the dockets take longest.
        new(TableNames.Keys, "", End),
        new(TableNames.Phones, "", End),
        new(TableNames.Approvals, "", End),

        // The quota rows of a site are counted again from the dockets.
        new(TableNames.Places, "", "card|"),
        new(TableNames.Places, "card}", End),

        // Only PINs are archived. A paper code is deleted when it is used and must not come back.
        new(TableNames.SignIns, SignInStore.PinKey, SignInStore.PinKey + "~"),
        new(TableNames.Downloads, "", End),

        // Events and disclosures. The live docket follows from its events.
        new(TableNames.Dockets, "~", "~~"),

        // What people have to read, and what became of it. The words themselves are not archived.
        new(TableNames.Inbox, "", End),

        // Who may verify for an agency, and their usage.
        new(TableNames.Partners, "", End),

        // A rebuild must know whom it must not look for, and the lists which cards are out of force for ever.
        new(TableNames.Erasures, "", End),

        // The rules and the reports. The lists of dockets, which sort between, are made anew every night.
        new(TableNames.Retention, "report|", End),

        // Whoever searched for people cannot undo that.
        new(TableNames.Searches, "", End),
    ];

    /// <summary>Tables of hints, which are rewritten from the dockets.</summary>
    public static IReadOnlyList<string> Derived { get; } =
    [
        TableNames.Lookups, TableNames.StatusIndex, TableNames.StatusChanges, TableNames.Issued, TableNames.CourtDays, TableNames.OfficeDays, TableNames.Due,
        TableNames.Seats,
    ];

    /// <summary>Tables that are copied to where they can be deleted again, see <see cref="KeyCopies"/>.</summary>
    public static IReadOnlyList<string> Copied { get; } = [TableNames.ShardKeys];

    /// <summary>Tables that may be lost.</summary>
    public static IReadOnlyList<string> Lost { get; } =
    [
        TableNames.Watermarks, TableNames.Quarantine, TableNames.Attempts, TableNames.Scanners, TableNames.Idempotency,
    ];
}

/// <summary>A range of rows of a table, across all partitions.</summary>
/// <param name="Table">One of <see cref="TableNames"/>.</param>
/// <param name="From">The first key, inclusive.</param>
/// <param name="To">The last key, exclusive.</param>
internal sealed record ArchivedRange(string Table, string From, string To);
