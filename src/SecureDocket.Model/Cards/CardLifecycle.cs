using System.Globalization;

namespace SecureDocket.Cards;

/// <summary>What can be done to an issued card.</summary>
public enum CardMove
{
    /// <summary>Out of force for the time being.</summary>
    Suspend,

    /// <summary>Out of force until it is found or replaced.</summary>
    ReportLost,

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

    /// <summary>It can no longer be read.</summary>
    public const string Damaged = "damaged";

    /// <summary>What it prints is no longer right.</summary>
    public const string DetailsChanged = "details-changed";

    /// <summary>The key that signed it is no longer trusted.</summary>
    public const string KeyWithdrawn = "key-withdrawn";

    /// <summary>It was about to expire.</summary>
    public const string Renewed = "renewed";

    /// <summary>The background check was wrong, and is put right.</summary>
    public const string CheckCorrected = "check-corrected";

    /// <summary>The background check was another person's.</summary>
    public const string MistakenIdentity = "mistaken-identity";

    /// <summary>A new background check has cleared.</summary>
    public const string ClearedAgain = "cleared-again";

    /// <summary>The reasons to suspend for.</summary>
    public static IReadOnlyList<string> ToSuspend { get; } = [Lost, Stolen, UnderReview];

    /// <summary>The reasons to report for.</summary>
    public static IReadOnlyList<string> ToReport { get; } = [Lost, Stolen];

    /// <summary>The reasons to revoke for.</summary>
    public static IReadOnlyList<string> ToRevoke { get; } = [Lost, Stolen, IssuedInError, Misused, CaseClosed, Deceased];

    /// <summary>The reasons to reinstate for, after a review.</summary>
    public static IReadOnlyList<string> ToReinstate { get; } = [CheckCorrected, MistakenIdentity, ClearedAgain];

    /// <summary>The reasons to replace for.</summary>
    public static IReadOnlyList<string> ToReplace { get; } = [Lost, Stolen, Damaged, DetailsChanged, KeyWithdrawn];
}

/// <summary>The legal moves of a card's life, in one place. Every card here is as of now: <see cref="Card.AsOf"/>.</summary>
internal static class CardLifecycle
{
    /// <summary>How long before a card expires its renewal opens.</summary>
    public static readonly TimeSpan RenewalWindow = TimeSpan.FromDays(60);

    /// <summary>The card after a move, or why the move is not open to it.</summary>
    public static Result<Card> Apply(Card card, CardMove move, string? reason) => (move, card.Status) switch
    {
        (CardMove.Suspend or CardMove.ReportLost, CardStatus.Active) => card with { Status = CardStatus.Suspended, StatusReason = reason },

        // Whatever it is suspended for: a loss is not forgotten because the card is out of force already.
        (CardMove.ReportLost, CardStatus.Suspended) when card.StatusReason is not (StatusReasons.Lost or StatusReasons.Stolen) =>
            card with { StatusReason = reason },
        (CardMove.Reinstate, CardStatus.Suspended) when card.ReviewSince is not null && reason is null =>
            new Refusal("invalid", $"The card is under review since its person's clearance changed; one of {string.Join(", ", StatusReasons.ToReinstate)}.", "reason"),
        (CardMove.Reinstate, CardStatus.Suspended) => card with { Status = CardStatus.Active, StatusReason = null, ReviewSince = null, ReinstatedFor = reason },
        (CardMove.Revoke, CardStatus.Active or CardStatus.Suspended) => card with { Status = CardStatus.Revoked, StatusReason = reason, ReviewSince = null },
        _ => NotOpen(card, Done(move)),
    };

    /// <summary>The card once its person's clearance is no longer cleared: out of force, until an officer decides.</summary>
    public static Card Review(Card card, DateTimeOffset now) => card with
    {
        Status = CardStatus.Suspended,
        StatusReason = card.StatusReason ?? StatusReasons.UnderReview,
        ReviewSince = now,
    };

    /// <summary>The card once a newer one has taken its place, or why none may.</summary>
    public static Result<Card> Succeed(Card card, string reason, DateTimeOffset now)
    {
        if (card.ReviewSince is not null)
        {
            return new Refusal("card-status", "The card is under review since its person's clearance changed; reinstate or revoke it first.");
        }

        var renewed = reason == StatusReasons.Renewed;
        if (card.Status != CardStatus.Active && (renewed || card.Status != CardStatus.Suspended))
        {
            return NotOpen(card, renewed ? StatusReasons.Renewed : "replaced");
        }

        var opens = card.Expires - RenewalWindow;
        return renewed && now < opens
            ? new Refusal("renewal-not-open", string.Create(
                CultureInfo.InvariantCulture, $"The card is {card.Status} and expires on {card.Expires:yyyy-MM-dd}; it can be renewed from {opens:yyyy-MM-ddTHH:mm:ssZ}."))
            : card with { Status = CardStatus.Replaced, StatusReason = reason };
    }

    /// <summary>The journal's word for a move.</summary>
    public static string KindOf(CardMove move) => $"card-{Done(move).Replace(' ', '-')}";

    /// <summary>The journal's word for the issue of a card.</summary>
    public static string KindOf(Succession? replaces) => replaces?.Reason switch
    {
        null => "card-issued",
        StatusReasons.Renewed => "card-renewed",
        _ => "card-replaced",
    };

    private static Refusal NotOpen(Card card, string done) => new("card-status", $"The card is {card.Status}; it cannot be {done}.");

    private static string Done(CardMove move) => move switch
    {
        CardMove.Suspend => "suspended",
        CardMove.ReportLost => "reported lost",
        CardMove.Reinstate => "reinstated",
        CardMove.Revoke => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(move)),
    };
}
