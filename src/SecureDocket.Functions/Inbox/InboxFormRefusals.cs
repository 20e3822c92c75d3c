namespace SecureDocket.Functions.Inbox;

/// <summary>The refusals of requests about the inbox.</summary>
internal static class InboxFormRefusals
{
    /// <summary>The lists of the inbox.</summary>
    public static IReadOnlyList<string> States { get; } = ["open", "done"];

    public static Refusal TextOrTemplate { get; } = new("invalid", "Either text or template is required, not both.", "text");

    public static Refusal State { get; } = HttpRefusals.OneOf("state", States);
}
