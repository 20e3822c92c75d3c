namespace SecureDocket.Disclosures;

/// <summary>What a disclosure names of the portal, where it is about a way into it.</summary>
public static class SignInFields
{
    /// <summary>The portal itself, which a sign-in opens.</summary>
    public const string Portal = "portal";

    /// <summary>Beside <see cref="Portal"/>: that it was opened with a code that an officer gave.</summary>
    public const string PaperCode = "paperCode";

    /// <summary>The PIN, which an officer was present to set.</summary>
    public const string Pin = "pin";

    /// <summary>Codes on paper, which an officer gave.</summary>
    public const string PaperCodes = "paperCodes";
}
