using NodaTime;

namespace SecureDocket.Documents;

/// <summary>A document of a cardholder's case, kept as the uploaded PDF.</summary>
public sealed record Document
{
    /// <summary>The document's ID: 32 hex digits.</summary>
    public required string Id { get; init; }

    /// <summary>The document's type.</summary>
    public required DocumentType Type { get; init; }

    /// <summary>The title, one line of 1 to 120 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The date on the document.</summary>
    public required LocalDate Date { get; init; }

    /// <summary>The document's language (BCP 47).</summary>
    public required string Language { get; init; }

    /// <summary>The name of the blob that holds the PDF; it reveals nothing about the content.</summary>
    public required string Blob { get; init; }

    /// <summary>The size in bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>The number of pages.</summary>
    public required int Pages { get; init; }

    /// <summary>The SHA-256 of the PDF, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The role of the person who added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>The withdrawal; null while the document is valid.</summary>
    public DocumentWithdrawal? Withdrawal { get; init; }

    /// <summary>When the PDF was deleted because a retention rule said so; null while it is there.</summary>
    public DateTimeOffset? DisposedAt { get; init; }

    /// <summary>Whether a text has the form of a document ID.</summary>
    internal static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>The types of document.</summary>
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

/// <summary>The withdrawal of a document. The document stays on record but is not shown to anyone.</summary>
/// <param name="At">When it was withdrawn.</param>
/// <param name="Reason">Why it was withdrawn.</param>
public sealed record DocumentWithdrawal(DateTimeOffset At, WithdrawalReason Reason);

/// <summary>Why a document was withdrawn.</summary>
public enum WithdrawalReason
{
    /// <summary>It is about someone else.</summary>
    WrongPerson,

    /// <summary>It is not what its title says it is.</summary>
    WrongDocument,

    /// <summary>It cannot be read.</summary>
    Unreadable,

    /// <summary>Another document replaced it.</summary>
    Superseded,
}
