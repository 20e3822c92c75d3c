using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Seals;

namespace SecureDocket.Verdicts;

/// <summary>A request to verify a card.</summary>
/// <param name="Audience">The audience, which decides what is shown.</param>
/// <param name="Credential">The text of the QR code; null if a number was typed.</param>
/// <param name="CardNumber">The typed number; ignored if there is a credential.</param>
public sealed record VerificationRequest(Audience Audience, string? Credential, CardNumber CardNumber)
{
    /// <summary>A full name to compare, in Latin letters; partners only.</summary>
    public string? FullName { get; init; }

    /// <summary>A birth date to compare; partners only.</summary>
    public BirthDate? BirthDate { get; init; }

    /// <summary>Whether there is anything to compare.</summary>
    internal bool AsksForMatch => FullName is not null || BirthDate is not null;

    /// <summary>The request to hide this disclosure from the person, with end and reason; null if the person may see it at once. Officers only.</summary>
    public SealRequest? Seal { get; init; }
}
