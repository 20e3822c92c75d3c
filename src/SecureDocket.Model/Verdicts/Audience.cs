namespace SecureDocket.Verdicts;

/// <summary>Who a verification is for.</summary>
public enum Audience
{
    /// <summary>Anyone: the verdict only.</summary>
    Public,

    /// <summary>A partner agency: the verdict, the expiry, and whether what it knows matches.</summary>
    Partner,

    /// <summary>An officer: identity, photo, posture and next dates.</summary>
    Officer,
}
