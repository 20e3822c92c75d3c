using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Shows an officer what a person wrote, and what was answered.</summary>
public sealed class ViewInboxItem(InboxItems items, DocketStore dockets, Openings openings, KeptWords words, ReminderText texts)
{
    private static readonly IReadOnlyList<string> s_fields = ["name", "language", "messageTier", "reminders", "nextHearing", "nextCheckIn"];

    /// <summary>Returns the item after the disclosure is committed. At most nine requests.</summary>
    public async Task<Result<OpenedItem>> ExecuteAsync(string itemId, Actor actor, CancellationToken cancellationToken)
    {
        if (await items.FindAsync(itemId, cancellationToken) is not { Value: var item })
        {
            return InboxRefusals.NoSuchItem;
        }

        if (await dockets.LoadAsync(item.Cardholder, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(item.Cardholder, actor, Purpose.ReminderService, s_fields, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var answer = docket.Reminders.Where(reminder => reminder.Subject == ItemAnswer.SubjectOf(itemId)).MaxBy(reminder => reminder.Retry);
        return new OpenedItem(new(itemId, item), docket)
        {
            Words = await words.FindAsync(item.Cardholder, item.Words, cancellationToken),
            Answer = item.State == InboxState.Answered && item.Answer is { } given ? await words.FindAsync(item.Cardholder, given.Words, cancellationToken) : null,
            Note = item.Note is { } note ? await words.FindAsync(item.Cardholder, note.Words, cancellationToken) : null,
            Delivery = answer,
            Templates = item.IsDone ? [] : [.. AnswerForm.Templates.Select(key => (key, texts.Measure(docket.Cardholder, new(null, key), null)))],
        };
    }
}

/// <summary>An item with all its words.</summary>
/// <param name="Listed">The item.</param>
/// <param name="Docket">The person's docket.</param>
public sealed record OpenedItem(ListedItem Listed, Docket Docket)
{
    /// <summary>What the person wrote; null once the words are deleted.</summary>
    public string? Words { get; init; }

    /// <summary>The answer as sent; null without one, or once the words are deleted.</summary>
    public string? Answer { get; init; }

    /// <summary>The note; null without one, or once the words are deleted.</summary>
    public string? Note { get; init; }

    /// <summary>The text of the answer, on its way or delivered; null without one.</summary>
    public Reminder? Delivery { get; init; }

    /// <summary>The answers that may be given as they are, in the person's language; empty once the item is done.</summary>
    public IReadOnlyList<(TextKey Key, MeasuredAnswer Answer)> Templates { get; init; } = [];
}
