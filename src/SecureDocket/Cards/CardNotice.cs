using System.Collections.Frozen;

namespace SecureDocket.Cards;

/// <summary>Something about a card that its holder is to be told. Left in the docket by the command itself, so that it is told of exactly what happened.</summary>
/// <param name="Kind">What happened, in the journal's words.</param>
/// <param name="Card">The card; of a replacement or renewal the new one.</param>
/// <param name="At">When it happened.</param>
public sealed record CardNotice(string Kind, CardNumber Card, DateTimeOffset At)
{
    private static readonly FrozenSet<string> s_kinds = new[]
    {
        "card-issued", "card-suspended", "card-reported-lost", "card-reinstated", "card-revoked", "card-replaced", "card-renewed", "card-expired",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The notice that a change calls for; null when it is nothing to a holder.</summary>
    /// <param name="kind">The journal's word for the change.</param>
    /// <param name="cards">The cards that it changes, the one that it is about first.</param>
    /// <param name="at">When it happens.</param>
    internal static CardNotice? Of(string kind, IReadOnlyList<Card> cards, DateTimeOffset at) =>
        s_kinds.Contains(kind) ? new(kind, cards[0].Number, at) : null;
}
