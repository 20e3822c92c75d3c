using SecureDocket.Dockets;

namespace SecureDocket.Inbox;

/// <summary>Closes an item of the inbox with an officer's note, without a text to the person.</summary>
public sealed class CloseItem(InboxItems items, DocketStore dockets, KeptWords words, TimeProvider clock)
{
    /// <summary>The maximum length of a note.</summary>
    public const int NoteLimit = 1000;

    /// <summary>Closes it; retries have no further effect. Four requests.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="note">The note. Its words are kept as those of texts are.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<ListedItem>> ExecuteAsync(string itemId, string? note, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (string.IsNullOrWhiteSpace(note) || note.Length > NoteLimit || note.Any(character => char.IsControl(character) && character != '\n'))
        {
            return InboxRefusals.Note(NoteLimit);
        }

        for (var attempt = 0; attempt < InboxItems.AttemptLimit; attempt++)
        {
            if (await items.FindAsync(itemId, cancellationToken) is not { } stored)
            {
                return InboxRefusals.NoSuchItem;
            }

            var item = stored.Value;
            if (item.IsDone)
            {
                return item.Note?.Operation == operation.Value ? new ListedItem(itemId, item) : InboxRefusals.Done;
            }

            if (item.Holder is { } holder && holder.Id != actor.Id)
            {
                return InboxRefusals.Taken;
            }

            var now = clock.GetCurrentInstant();
            if (item.Answer is { } answer && await dockets.FindReminderAsync(ItemAnswer.IdOf(item, itemId), cancellationToken) is not null)
            {
                // The answer was planned, and whoever planned it did not come to say so here.
                await items.FinishAsync(stored, item with { State = InboxState.Answered, ChangedAt = answer.At }, cancellationToken);
                continue;
            }

            if (item.Answer is not null && now - item.ChangedAt <= InboxItems.ClaimHoldsFor)
            {
                // It may be planned at any moment.
                throw new DependencyUnavailableException("contention");
            }

            var kept = await words.KeepAsync(item.Cardholder, note, cancellationToken);
            var closed = item with { State = InboxState.Closed, Holder = actor, ChangedAt = now, Answer = null, Note = new(operation.Value, actor, now, kept) };
            if (await items.FinishAsync(stored, closed, cancellationToken))
            {
                return new ListedItem(itemId, closed);
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
