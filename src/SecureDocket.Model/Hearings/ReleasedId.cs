namespace SecureDocket.Hearings;

/// <summary>The docket's record that a hearing's ID was released from it.</summary>
/// <param name="HearingId">The hearing's ID.</param>
/// <param name="Reason">Why it was released.</param>
/// <param name="Operation">The operation that released it.</param>
internal sealed record ReleasedId(string HearingId, string Reason, string Operation);
