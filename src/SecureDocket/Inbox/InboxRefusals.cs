namespace SecureDocket.Inbox;

/// <summary>The refusals about items of the inbox.</summary>
public static class InboxRefusals
{
    /// <summary>There is no item with this ID.</summary>
    public static Refusal NoSuchItem { get; } = new("no-such-item", "No item of the inbox has this ID.");

    /// <summary>Another officer has the item.</summary>
    public static Refusal Taken { get; } = new("item-taken", "Another officer has this item. Take it over first, with takeOver.");

    /// <summary>The item was answered or closed.</summary>
    public static Refusal Done { get; } = new("item-done", "This item has been answered or closed. Read it to see how; nothing more was sent.");

    /// <summary>The note is not one.</summary>
    public static Refusal Note(int most) => new(
        "invalid", FormattableString.Invariant($"Must be 1 to {most} characters, without control characters other than line breaks."), "note");
}
