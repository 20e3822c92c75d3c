namespace SecureDocket.Cards;

/// <summary>A change of an issued card's status.</summary>
public enum CardMove
{
    /// <summary>Puts the card temporarily out of force.</summary>
    Suspend,

    /// <summary>Puts the card out of force until it is found or replaced.</summary>
    ReportLost,

    /// <summary>Puts the card back in force.</summary>
    Reinstate,

    /// <summary>Puts the card permanently out of force.</summary>
    Revoke,
}

/// <summary>Why a card's status changed. A code is never renamed and never changes its meaning.</summary>
public static class StatusReasons
{
    /// <summary>The cardholder or an officer reported it lost.</summary>
    public const string Lost = "lost";

    /// <summary>It was reported stolen.</summary>
    public const string Stolen = "stolen";

    /// <summary>Its issue or use is being investigated.</summary>
    public const string UnderReview = "under-review";

    /// <summary>It should not have been issued.</summary>
    public const string IssuedInError = "issued-in-error";

    /// <summary>It was used by another person or altered.</summary>
    public const string Misused = "misused";

    /// <summary>The case has ended.</summary>
    public const string CaseClosed = "case-closed";

    /// <summary>The cardholder has died.</summary>
    public const string Deceased = "deceased";

    /// <summary>It can no longer be read.</summary>
    public const string Damaged = "damaged";

    /// <summary>Its printed details are no longer correct.</summary>
    public const string DetailsChanged = "details-changed";

    /// <summary>The key that signed it is no longer trusted.</summary>
    public const string KeyWithdrawn = "key-withdrawn";

    /// <summary>It was about to expire.</summary>
    public const string Renewed = "renewed";

    /// <summary>The background check was wrong and has been corrected.</summary>
    public const string CheckCorrected = "check-corrected";

    /// <summary>The background check was another person's.</summary>
    public const string MistakenIdentity = "mistaken-identity";

    /// <summary>A new background check has cleared.</summary>
    public const string ClearedAgain = "cleared-again";

    /// <summary>The reasons for suspending a card.</summary>
    public static IReadOnlyList<string> ToSuspend { get; } = [Lost, Stolen, UnderReview];

    /// <summary>The reasons for reporting a card.</summary>
    public static IReadOnlyList<string> ToReport { get; } = [Lost, Stolen];

    /// <summary>The reasons for revoking a card.</summary>
    public static IReadOnlyList<string> ToRevoke { get; } = [Lost, Stolen, IssuedInError, Misused, CaseClosed, Deceased];

    /// <summary>The reasons for reinstating a card after a review.</summary>
    public static IReadOnlyList<string> ToReinstate { get; } = [CheckCorrected, MistakenIdentity, ClearedAgain];

    /// <summary>The reasons for replacing a card.</summary>
    public static IReadOnlyList<string> ToReplace { get; } = [Lost, Stolen, Damaged, DetailsChanged, KeyWithdrawn];
}

/// <summary>All legal transitions of a card's status. Every card passed here is as of now: <see cref="Card.AsOf"/>.</summary>
internal static class CardLifecycle
{
    /// <summary>How long before its expiry a card can be renewed.</summary>
    public static readonly TimeSpan RenewalWindow = TimeSpan.FromDays(60);

    /// <summary>The card after a change, or why the change is not allowed.</summary>
    public static Result<Card> Apply(Card card, CardMove move, string? reason) => (move, card.Status) switch
    {
        (CardMove.Suspend or CardMove.ReportLost, CardStatus.Active) => card with { Status = CardStatus.Suspended, StatusReason = reason },

        // A loss is recorded even if the card is suspended for another reason.
        (CardMove.ReportLost, CardStatus.Suspended) when card.StatusReason is not (StatusReasons.Lost or StatusReasons.Stolen) =>
            card with { StatusReason = reason },
        (CardMove.Reinstate, CardStatus.Suspended) when card.ReviewSince is not null && reason is null =>
            CardsRefusals.ReinstateReason,
        (CardMove.Reinstate, CardStatus.Suspended) => card with { Status = CardStatus.Active, StatusReason = null, ReviewSince = null, ReinstatedFor = reason },
        (CardMove.Revoke, CardStatus.Active or CardStatus.Suspended) => card with { Status = CardStatus.Revoked, StatusReason = reason, ReviewSince = null },
        _ => NotOpen(card, Done(move)),
    };

    /// <summary>The card once the person's clearance is no longer cleared: suspended until an officer decides.</summary>
    public static Card Review(Card card, DateTimeOffset now) => card with
    {
        Status = CardStatus.Suspended,
        StatusReason = card.StatusReason ?? StatusReasons.UnderReview,
        ReviewSince = now,
    };

    /// <summary>The card once a newer one has replaced it, or why it cannot be replaced.</summary>
    public static Result<Card> Succeed(Card card, string reason, DateTimeOffset now)
    {
        if (card.ReviewSince is not null)
        {
            return CardsRefusals.UnderReview;
        }

        var renewed = reason == StatusReasons.Renewed;
        if (card.Status != CardStatus.Active && (renewed || card.Status != CardStatus.Suspended))
        {
            return NotOpen(card, renewed ? StatusReasons.Renewed : "replaced");
        }

        var opens = card.Expires - RenewalWindow;
        return renewed && now < opens
            ? CardsRefusals.RenewalNotOpen(card, opens)
            : card with { Status = CardStatus.Replaced, StatusReason = reason };
    }

    /// <summary>The journal's word for a change.</summary>
    public static string KindOf(CardMove move) => $"card-{Done(move).Replace(' ', '-')}";

    /// <summary>The journal's word for the issue of a card.</summary>
    public static string KindOf(Succession? replaces) => replaces?.Reason switch
    {
        null => "card-issued",
        StatusReasons.Renewed => "card-renewed",
        _ => "card-replaced",
    };

    private static Refusal NotOpen(Card card, string done) => CardsRefusals.Status(card, done);

    private static string Done(CardMove move) => move switch
    {
        CardMove.Suspend => "suspended",
        CardMove.ReportLost => "reported lost",
        CardMove.Reinstate => "reinstated",
        CardMove.Revoke => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };
}
