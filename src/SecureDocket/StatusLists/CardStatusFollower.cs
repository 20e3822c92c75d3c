using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.StatusLists;

/// <summary>
/// Stamps a card whose status changes with the operation, and writes a hint for the publisher of the lists, so that no command can forget
/// it.
/// </summary>
public sealed class CardStatusFollower(StatusChanges changes) : IDocketFollower
{
    /// <inheritdoc />
    public DocketWord Follows => DocketWord.Card;

    /// <inheritdoc />
    public DocketChange Complete(DocketCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        return commit.Change.Cards.Count == 0 ? commit.Change : commit.Change with
        {
            Cards = [.. commit.Change.Cards.Select(card => Before(commit, card) is { } before
                && (before.State, before.StatusReason) != (card.State, card.StatusReason) ? card.ChangedBy(commit.Operation) : card)],
        };
    }

    /// <inheritdoc />
    /// <remarks>One request for each card whose entry changes.</remarks>
    public async Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        foreach (var card in commit.Change.Cards.Where(card => Before(commit, card) is { } before && before.State != card.State))
        {
            await changes.NoteAsync(commit.Id, card, commit.Operation, cancellationToken);
        }
    }

    private static Card? Before(DocketCommit commit, Card card) => commit.Before?.Cards.FirstOrDefault(each => each.Number == card.Number);
}
