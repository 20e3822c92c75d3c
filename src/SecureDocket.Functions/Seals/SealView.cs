using NodaTime.Text;
using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary>A seal: which look is kept from its person, by whose word and why. It does not say whose look it is.</summary>
public sealed record SealView
{
    /// <summary>Its ID.</summary>
    public required string Id { get; init; }

    /// <summary>The look: its disclosure's id.</summary>
    public required string DisclosureId { get; init; }

    /// <summary>When the look was.</summary>
    public required DateTimeOffset LookedAt { get; init; }

    /// <summary>Where it stands: waiting, confirmed, declined, lapsed, ended or over.</summary>
    public required string Status { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>The day from which the person is told in any case.</summary>
    public required string SealedUntil { get; init; }

    /// <summary>The officer who asked, as an opaque ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>From when it can no longer be confirmed, and does not hold unless it was.</summary>
    public required DateTimeOffset ConfirmBefore { get; init; }

    /// <summary>Who confirmed, as an opaque ID; absent while nobody has.</summary>
    public string? ConfirmedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>Who declined it or ended it early, as an opaque ID; absent while nobody has.</summary>
    public string? EndedBy { get; init; }

    /// <summary>When.</summary>
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
