using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Places;
using SecureDocket.Reminders;

namespace SecureDocket.Conversations;

/// <summary>Measures an answer before it is sent. It shows nothing of the docket but how long the answer is and what it must not contain.</summary>
public sealed class MeasureAnswer(InboxItems items, DocketStore dockets, OfficeStore offices, ReminderText texts)
{
    /// <summary>Measures it. At most four requests; nothing is kept.</summary>
    public async Task<Result<MeasuredAnswer>> ExecuteAsync(string itemId, AnswerForm form, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (await items.FindAsync(itemId, cancellationToken) is not { Value: var item })
        {
            return InboxRefusals.NoSuchItem;
        }

        if (await dockets.FindCardholderAsync(item.Cardholder, actor, cancellationToken) is not { } person)
        {
            return Refusals.NoSuchCardholder;
        }

        return texts.Measure(person, form, item.Office is { } officeId ? await offices.FindAsync(officeId, cancellationToken) : null);
    }
}
