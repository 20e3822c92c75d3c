using NodaTime.Text;
using SecureDocket.Documents;

namespace SecureDocket.Functions.Documents;

/// <summary>A document, without its bytes.</summary>
public sealed record DocumentView
{
    /// <summary>Its ID.</summary>
    public required string DocumentId { get; init; }

    /// <summary>What it is.</summary>
    public required string Type { get; init; }

    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Its own date.</summary>
    public required string Date { get; init; }

    /// <summary>The language that it is written in.</summary>
    public required string Language { get; init; }

    /// <summary>How many bytes it has.</summary>
    public required int Bytes { get; init; }

    /// <summary>How many pages it has.</summary>
    public required int Pages { get; init; }

    /// <summary>The SHA-256 of its bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>In which role somebody added it.</summary>
    public required string AddedBy { get; init; }

    /// <summary>When it was withdrawn; absent while it holds.</summary>
    public DateTimeOffset? WithdrawnAt { get; init; }

    /// <summary>Why it was withdrawn; absent while it holds.</summary>
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
