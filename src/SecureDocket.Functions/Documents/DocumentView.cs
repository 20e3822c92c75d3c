using NodaTime.Text;
using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary>A document, without its content.</summary>
public sealed record DocumentView
{
    /// <summary>Its ID.</summary>
    public required string DocumentId { get; init; }

    /// <summary>The type of document.</summary>
    public required string Type { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>The date of the document.</summary>
    public required string Date { get; init; }

    /// <summary>The language it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>The size in bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>The number of pages.</summary>
    public required int Pages { get; init; }

    /// <summary>The SHA-256 of its content.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The role of the person who added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When it was withdrawn; absent while it is valid.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Why it was withdrawn; absent while it is valid.</summary>
    public string? WithdrawalReason { get; init; }

    internal static DocumentView Of(Document document) => new()
    {
        DocumentId = document.Id,
        Type = Names.Kebab(document.Type),
        Title = document.Title,
        Date = LocalDatePattern.Iso.Format(document.Date),
        Language = document.Language,
        Bytes = document.Bytes,
        Pages = document.Pages,
        Sha256 = document.Sha256,
        AddedAt = document.AddedAt,
        AddedBy = document.AddedBy,
        WithdrawnAt = document.Withdrawal?.At,
        WithdrawalReason = document.Withdrawal is { } withdrawal ? Names.Kebab(withdrawal.Reason) : null,
    };
}

/// <summary>The documents of a docket.</summary>
/// <param name="Documents">The documents, newest first, including withdrawn ones.</param>
public sealed record DocumentsView(IReadOnlyList<DocumentView> Documents);
