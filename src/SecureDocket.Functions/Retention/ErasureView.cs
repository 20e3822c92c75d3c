using SecureDocket.Dockets;

namespace SecureDocket.Functions.Retention;

/// <summary>The erasure of a docket.</summary>
public sealed record ErasureView
{
    /// <summary>The docket's opaque key, which nothing leads to any more.</summary>
    public required string CardholderId { get; init; }

    /// <summary>How far it is: <c>begun</c>, <c>erased</c>, or <c>certified</c> once no copy of the key is left.</summary>
    public required string State { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The authority of the retention rule that it follows; absent when it follows none.</summary>
    public string? Authority { get; init; }

    /// <summary>Who requested it, as an opaque ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who approved it, as an opaque ID.</summary>
    public required string ApprovedBy { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>When the key was destroyed; absent before that.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When the last copy of the key was gone; absent before that.</summary>
    public DateTimeOffset? CertifiedAt { get; init; }

    /// <summary>The number of journal events, which stay, unreadable.</summary>
    public required long Events { get; init; }

    /// <summary>The hash of the last event, in hexadecimal.</summary>
    public required string Head { get; init; }

    /// <summary>The number of disclosures, which stay, unreadable.</summary>
    public required long Disclosures { get; init; }

    /// <summary>The number of rows that were deleted.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of photos, papers and texts that were deleted.</summary>
    public required int Blobs { get; init; }

    /// <summary>The number of cards, which are revoked for ever.</summary>
    public required int Cards { get; init; }

    internal static ErasureView Of(Erasure erasure) => new()
    {
        CardholderId = erasure.Docket.ToString(),
        State = erasure switch { { CertifiedAt: not null } => "certified", { ErasedAt: not null } => "erased", _ => "begun" },
        Reason = erasure.Reason,
        Authority = erasure.Authority,
        RequestedBy = erasure.RequestedBy.Id,
        ApprovedBy = erasure.ApprovedBy.Id,
        BegunAt = erasure.BegunAt,
        ErasedAt = erasure.ErasedAt,
        CertifiedAt = erasure.CertifiedAt,
        Events = erasure.Events,
        Head = Convert.ToHexStringLower(erasure.Head),
        Disclosures = erasure.Disclosures,
        Rows = erasure.Rows,
        Blobs = erasure.Blobs,
        Cards = erasure.Cards.Count,
    };
}
