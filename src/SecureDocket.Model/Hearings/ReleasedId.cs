namespace SecureDocket.Hearings;

/// <summary>That the id of a hearing was taken from a docket, as the docket keeps it.</summary>
/// <param name="HearingId">The hearing.</param>
/// <param name="Reason">Why.</param>
/// <param name="Operation">The operation that took it.</param>
internal sealed record ReleasedId(string HearingId, string Reason, string Operation);
