namespace SecureDocket.Conversations;

/// <summary>The refusals of officers' answers.</summary>
internal static class ConversationsRefusals
{
    public static Refusal NotTexted { get; } = new(
        "not-texted", "This person gets no texts: there is no number, it does not reach them, or they opted out. Reach them otherwise, then close the item with a note.");
}
