namespace SecureDocket.Disclosures;

/// <summary>The field names of disclosures about access to the portal.</summary>
public static class SignInFields
{
    /// <summary>The portal, opened by a sign-in.</summary>
    public const string Portal = "portal";

    /// <summary>Together with <see cref="Portal"/>: the sign-in used a code that an officer gave.</summary>
    public const string PaperCode = "paperCode";

    /// <summary>The PIN, set with an officer present.</summary>
    public const string Pin = "pin";

    /// <summary>Paper codes, given by an officer.</summary>
    public const string PaperCodes = "paperCodes";
}
