using NodaTime;

namespace SecureDocket.Documents;

/// <summary>A paper of a cardholder's case, kept as the PDF that was uploaded.</summary>
public sealed record Document
{
    /// <summary>The document's id: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>Its title, one line of 1 to 120 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Its own date.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The language that it is written in (BCP 47).</summary>
    public required string Language { get; init; }

    /// <summary>The name of the blob with its bytes, which says nothing of them.</summary>
    public required string Blob { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required int Bytes { get; init; }

    /// <summary>How many pages it has.</summary>
    public required int Pages { get; init; }

    /// <summary>The SHA-256 of its bytes, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>In which role somebody added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>That it was withdrawn; null while it holds.</summary>
    public DocumentWithdrawal? Withdrawal { get; init; }

    /// <summary>Whether a text may be a document's id.</summary>
    internal static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>What a document is.</summary>
public enum DocumentType
{
    /// <summary>The notice that opens removal proceedings.</summary>
    NoticeToAppear,

    /// <summary>The notice of a hearing.</summary>
    HearingNotice,

    /// <summary>A decision or an order.</summary>
    Decision,

    /// <summary>Evidence that was filed.</summary>
    Evidence,

    /// <summary>A proof of identity.</summary>
    Identity,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>That a document no longer holds. It stays on record and is shown to nobody.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record DocumentWithdrawal(DateTimeOffset At, WithdrawalReason Reason);

/// <summary>Why a document is withdrawn.</summary>
public enum WithdrawalReason
{
    /// <summary>It is about somebody else.</summary>
    WrongPerson,

    /// <summary>It is not what its title says.</summary>
    WrongDocument,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>Another document took its place.</summary>
    Superseded,
}
