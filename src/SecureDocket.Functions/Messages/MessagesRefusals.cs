namespace SecureDocket.Functions.Messages;

/// <summary>The refusals of requests about text messages.</summary>
internal static class MessagesRefusals
{
    public static Refusal NoSubject { get; } = new("invalid", "Leave it out: the text for this occasion says the same of every date.", "subject");
}
