namespace SecureDocket.Verdicts;

/// <summary>Who a verification is for.</summary>
public enum Audience
{
    /// <summary>Anyone; gets only the verdict.</summary>
    Public,

    /// <summary>A partner agency; gets the verdict, the expiry, and whether the details it sent match.</summary>
    Partner,

    /// <summary>An officer; gets identity, photo, posture and next dates.</summary>
    Officer,
}
