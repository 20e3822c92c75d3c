namespace SecureDocket.CostSheet;

/// <summary>What one use case costs in operations. Tests hold the counts of storage and vault to the running system.</summary>
/// <param name="Name">What is counted, in the plural.</param>
/// <param name="Tables">Operations on tables.</param>
public sealed record UseCase(string Name, int Tables)
{
    /// <summary>Those of <see cref="Tables"/> that sending takes; the rest come with the receipt. 0 for what is not sent.</summary>
    public int Sending { get; init; }

    /// <summary>Blobs that are written.</summary>
    public int BlobWrites { get; init; }

    /// <summary>Signatures of Key Vault.</summary>
    public int Signatures { get; init; }

    /// <summary>Texts that leave.</summary>
    public int Texts { get; init; }

    /// <summary>How many of them one instance of 2 GB and one core does in a second when it is busy; 0 where others than the use case's own instance pay.</summary>
    public double PerBusySecond { get; init; } = 100;

    /// <summary>A scanned card, for an officer, a partner or anyone: one read and one write.</summary>
    public static UseCase Verification { get; } = new("verifications", 2);

    /// <summary>A card, from the order to the signed credential.</summary>
    public static UseCase Card { get; } = new("cards", 11) { Signatures = 1, PerBusySecond = 20 };

    /// <summary>Enrolling somebody: the docket and its index rows, the state of the phone, the photo, the clearance, and the first text with all that a reminder takes.</summary>
    public static UseCase Enrollment { get; } = new("enrollments", 32 + 12 + 5 + 3) { BlobWrites = 1, Texts = 1, PerBusySecond = 20 };

    /// <summary>A hearing or check-in that is set, with its hint of the day and the reminders that it plans.</summary>
    public static UseCase Date { get; } = new("dates", 11) { PerBusySecond = 50 };

    /// <summary>One reminder: docket, claim, phone, outcome, hint; and its receipt: lookup, docket, commit.</summary>
    public static UseCase Reminder { get; } = new("reminders", 5 + 3) { Sending = 5, Texts = 1, PerBusySecond = 13 };

    /// <summary>A search for a person by A-number that finds them: two that count it, hint, docket, the record of the search, and the disclosure.</summary>
    public static UseCase Search { get; } = new("searches", 6);

    /// <summary>A search by a phone or an ID that several may have: it reads ten dockets, whatever it finds.</summary>
    public static UseCase SharedSearch { get; } = new("searches by phone", 6 + 9);

    /// <summary>A sign-in to the portal with a texted code, and the home page. The hash of a PIN is a tenth of a second of one core.</summary>
    public static UseCase SignIn { get; } = new("sign-ins", 27) { Texts = 1, PerBusySecond = 8 };
}
