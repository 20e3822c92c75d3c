namespace SecureDocket.Journals;

/// <summary>Journal words that several rooms use.</summary>
internal static class JournalKinds
{
    /// <summary>A photo replaced one that a card was signed with; the person is notified.</summary>
    public const string PhotoChanged = "photo-changed";

    /// <summary>The background check was denied; the person is notified.</summary>
    public const string ClearanceDenied = "clearance-denied";
}
