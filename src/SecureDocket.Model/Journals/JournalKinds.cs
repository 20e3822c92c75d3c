namespace SecureDocket.Journals;

/// <summary>Words of the journal that more than one room knows.</summary>
internal static class JournalKinds
{
    /// <summary>A photo took the place of one that a card was signed with: news for its person.</summary>
    public const string PhotoChanged = "photo-changed";

    /// <summary>The background check was denied: news for its person.</summary>
    public const string ClearanceDenied = "clearance-denied";
}
