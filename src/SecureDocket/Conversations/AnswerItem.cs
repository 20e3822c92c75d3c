using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Conversations;

/// <summary>Answers an item of the inbox by text, once whoever asks for it and however often.</summary>
/// <remarks>
/// The item is claimed first; then the answer is planned in the docket, under an ID that the item determines; then the item leaves the list.
/// Whoever finds a claimed item whose answer is planned takes it off the list, so that a crash in between loses and repeats nothing.
/// </remarks>
public sealed class AnswerItem(
    InboxItems items, DocketStore dockets, OfficeStore offices, KeptWords words, ReminderText texts, SmsOptions options, TimeProvider clock)
{
    /// <summary>Answers it; retries have no further effect. Twelve requests with the hint of the text.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="form">The answer.</param>
    /// <param name="actor">The officer. An item that nobody has becomes theirs.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<ListedItem>> ExecuteAsync(string itemId, AnswerForm form, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(actor);
        string? mine = null;
        for (var attempt = 0; attempt < InboxItems.AttemptLimit; attempt++)
        {
            if (await items.FindAsync(itemId, cancellationToken) is not { } stored)
            {
                return InboxRefusals.NoSuchItem;
            }

            var item = stored.Value;
            if (item.IsDone)
            {
                return item.Answer is { } given && (given.Operation == operation.Value || given.Words == mine) ? new ListedItem(itemId, item) : InboxRefusals.Done;
            }

            if (await dockets.LoadAsync(item.Cardholder, actor, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            if (AnswerIn(docket, item, itemId) is { } planned)
            {
                await FinishAsync(stored, planned, cancellationToken);
                continue;
            }

            if (item.Holder is { } holder && holder.Id != actor.Id)
            {
                return InboxRefusals.Taken;
            }

            var text = await TextAsync(docket, item, form, cancellationToken);
            if (text.IsRefused)
            {
                return text.Refusals.ToList();
            }

            if (await ClaimAsync(stored, text.Value, actor, operation, cancellationToken) is { } claimed)
            {
                mine = claimed.Value.Answer!.Words;
                var name = mine;
                var changed = await dockets.ChangeAsync(
                    item.Cardholder,
                    present => AnswerIn(present, item, itemId) is not null ? (DocketChange?)null
                        : Now - claimed.Value.ChangedAt > InboxItems.ClaimPlansFor ? null
                        : new DocketChange("inbox-answered") { Reminders = [OfficerAnswer.Plan(present, item, itemId, name, options.Window, Now)] },
                    actor,
                    operation,
                    cancellationToken);
                if (changed.IsRefused)
                {
                    return changed.Refusals.ToList();
                }

                // Without an answer the claim came to its end meanwhile, and is made again.
                if (AnswerIn(changed.Value, item, itemId) is { } answer)
                {
                    await FinishAsync(claimed, answer, cancellationToken);
                }
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private Instant Now => clock.GetCurrentInstant();

    // Who has replaced a failed answer has the same words.
    private static Reminder? AnswerIn(Docket docket, InboxItem item, string itemId)
    {
        var id = ItemAnswer.IdOf(item, itemId);
        return docket.Reminders.FirstOrDefault(reminder => reminder.Id == id);
    }

    private async Task<Result<string>> TextAsync(Docket docket, InboxItem item, AnswerForm form, CancellationToken cancellationToken)
    {
        var office = item.Office is { } officeId ? await offices.FindAsync(officeId, cancellationToken) : null;
        var answer = texts.Measure(docket.Cardholder, form, office);
        return answer.Faults.Count > 0 ? answer.Faults.ToList()
            : !GetsTexts(docket.Cardholder) ? ConversationsRefusals.NotTexted
            : answer.Text;
    }

    // Whoever wrote to us can be reached, whatever an older fault says.
    private static bool GetsTexts(Cardholder person) =>
        person is { Details.Mobile: not null, TextsOff: null } && person.PhoneFault?.Code != PhoneFault.WrongNumber;

    // Of an attempt that began, only the words are taken up.
    private async Task<Stored<InboxItem>?> ClaimAsync(Stored<InboxItem> stored, string text, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var begun = stored.Value.Answer?.Operation == operation.Value ? stored.Value.Answer : null;
        if (begun is not null && Now - stored.Value.ChangedAt <= InboxItems.ClaimPlansFor)
        {
            return stored;
        }

        var name = begun?.Words ?? await words.KeepAsync(stored.Value.Cardholder, text, cancellationToken);
        var claimed = stored.Value with
        {
            State = InboxState.Assigned,
            Holder = actor,
            ChangedAt = Now,
            Answer = new(operation.Value, actor, Now, name),
        };
        return await items.ReplaceAsync(stored, claimed, cancellationToken);
    }

    // What the docket says stands: of two answers begun at once, the other one was planned.
    private Task<bool> FinishAsync(Stored<InboxItem> stored, Reminder planned, CancellationToken cancellationToken)
    {
        var item = stored.Value;
        var answer = item.Answer is { } begun && begun.Words == planned.Words ? begun
            : new("", item.Answer?.By ?? Actor.System("Inbox"), item.Answer?.At ?? Now, planned.Words ?? "");
        return items.FinishAsync(stored, item with { State = InboxState.Answered, ChangedAt = Now, Answer = answer }, cancellationToken);
    }
}
