namespace SecureDocket.Cardholders;

/// <summary>Where the case stands, as the agency last reported it.</summary>
/// <param name="State">The state.</param>
/// <param name="AsOf">The date of the agency's statement, ISO 8601.</param>
public sealed record Posture(PostureState State, string AsOf);

/// <summary>The states of a case.</summary>
public enum PostureState
{
    /// <summary>Removal proceedings are open.</summary>
    InProceedings,

    /// <summary>An asylum claim is pending.</summary>
    AsylumPending,

    /// <summary>Relief was granted.</summary>
    ReliefGranted,

    /// <summary>A final order stands.</summary>
    FinalOrder,

    /// <summary>The case was terminated.</summary>
    Terminated,
}
