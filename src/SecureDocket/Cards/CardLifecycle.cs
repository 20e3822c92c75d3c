namespace SecureDocket.Cards;

/// <summary>What can be done to an issued card.</summary>
public enum CardMove
{
    /// <summary>Out of force for the time being.</summary>
    Suspend,

    /// <summary>Back in force.</summary>
    Reinstate,

    /// <summary>Out of force for good.</summary>
    Revoke,
}

/// <summary>Why a card is taken out of force. A code is never renamed and never changes its meaning.</summary>
public static class StatusReasons
{
    /// <summary>The cardholder or an officer reported it lost.</summary>
    public const string Lost = "lost";

    /// <summary>It was reported stolen.</summary>
    public const string Stolen = "stolen";

    /// <summary>Its issue or use is being looked into.</summary>
    public const string UnderReview = "under-review";

    /// <summary>It should not have been issued.</summary>
    public const string IssuedInError = "issued-in-error";

    /// <summary>It was used by another person or altered.</summary>
    public const string Misused = "misused";

    /// <summary>The case has ended.</summary>
    public const string CaseClosed = "case-closed";

    /// <summary>The cardholder has died.</summary>
    public const string Deceased = "deceased";

    /// <summary>The reasons to suspend for.</summary>
    public static IReadOnlyList<string> ToSuspend { get; } = [Lost, Stolen, UnderReview];

    /// <summary>The reasons to revoke for.</summary>
    public static IReadOnlyList<string> ToRevoke { get; } = [Lost, Stolen, IssuedInError, Misused, CaseClosed, Deceased];
}

/// <summary>The legal moves of a card's life, in one table.</summary>
internal static class CardLifecycle
{
    /// <summary>The card after a move, or why the move is not open to it.</summary>
    public static Result<Card> Apply(Card card, CardMove move, string? reason) => (move, card.Status) switch
    {
        (CardMove.Suspend, CardStatus.Active) => card with { Status = CardStatus.Suspended, StatusReason = reason },
        (CardMove.Reinstate, CardStatus.Suspended) => card with { Status = CardStatus.Active, StatusReason = null },
        (CardMove.Revoke, CardStatus.Active or CardStatus.Suspended) => card with { Status = CardStatus.Revoked, StatusReason = reason },
        _ => new Refusal("card-status", $"The card is {card.Status}; it cannot be {Done(move)}."),
    };

    /// <summary>The journal's word for a move.</summary>
    public static string KindOf(CardMove move) => $"card-{Done(move)}";

    private static string Done(CardMove move) => move switch
    {
        CardMove.Suspend => "suspended",
        CardMove.Reinstate => "reinstated",
        CardMove.Revoke => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };
}
