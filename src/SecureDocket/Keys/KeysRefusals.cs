namespace SecureDocket.Keys;

/// <summary>The refusals about keys.</summary>
internal static class KeysRefusals
{
    public static Refusal AlreadyWithdrawn { get; } = new("key-withdrawn", "The key has already been withdrawn.");
}
