using SecureDocket.Reminders;

namespace SecureDocket.Inbox;

/// <summary>The reminder that answers an item: an item has one at most, so that nothing answers it twice.</summary>
internal static class ItemAnswer
{
    // Replies of the system have others.
    private const int Version = 3;

    public static ReminderSubject SubjectOf(string itemId) => new(ReminderSubjectKind.Text, itemId, Version);

    public static ReminderId IdOf(InboxItem item, string itemId) => ReminderId.Of(item.Cardholder, SubjectOf(itemId), ReminderOccasion.Answer, 0);
}
