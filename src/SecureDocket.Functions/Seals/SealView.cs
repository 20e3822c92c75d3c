using NodaTime.Text;
using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary>A seal: which disclosure is hidden from the person, on whose authority and why. Does not identify the person.</summary>
public sealed record SealView
{
    /// <summary>Its ID.</summary>
    public required string Id { get; init; }

    /// <summary>The ID of the disclosure.</summary>
    public required string DisclosureId { get; init; }

    /// <summary>When the disclosure happened.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>The status: waiting, confirmed, declined, lapsed, ended or over.</summary>
    public required string Status { get; init; }

    /// <summary>The reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The day from which the person sees it in any case.</summary>
    public required string SealedUntil { get; init; }

    /// <summary>The officer who requested it, as an opaque ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the request expires; the seal lapses unless confirmed before.</summary>
    public required DateTimeOffset ConfirmBefore { get; init; }

    /// <summary>Who confirmed it, as an opaque ID; absent unless confirmed.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>When it was confirmed.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Who declined it or ended it early, as an opaque ID; otherwise absent.</summary>
    public string? EndedBy { get; init; }

    /// <summary>When it was declined or ended early.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    internal static SealView Of(Seal seal, DateTimeOffset now) => new()
    {
        Id = seal.Id,
        DisclosureId = seal.DisclosureId,
        LookedAt = seal.LookedAt,
        Status = Names.Of(seal.StatusAt(now)),
        Reason = Names.Kebab(seal.Reason),
        SealedUntil = LocalDatePattern.Iso.Format(seal.Until),
        RequestedBy = seal.RequestedBy.Id,
        RequestedAt = seal.RequestedAt,
        ConfirmBefore = seal.ConfirmBefore,
        ConfirmedBy = seal.ConfirmedBy?.Id,
        ConfirmedAt = seal.ConfirmedAt,
        EndedBy = seal.EndedBy?.Id,
        EndedAt = seal.EndedAt,
    };
}

/// <summary>A page of seals.</summary>
/// <param name="Seals">The seals, newest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record SealsView(IReadOnlyList<SealView> Seals, string? Next);
