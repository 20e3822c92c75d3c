namespace SecureDocket.Retention;

/// <summary>The refusals of an erasure.</summary>
internal static class RetentionRefusals
{
    public static Refusal ErasedAlready { get; } = new("docket-erased", "The docket was erased, or is about to be.");

    public static Refusal OnHold(string reason) => new("docket-on-hold", $"The docket is on hold ({reason}) and must not be erased until the hold is lifted.");
}
