namespace SecureDocket.Messages;

/// <summary>How the system texts.</summary>
public sealed record SmsOptions
{
    /// <summary>The numbers that messages are sent from, 1 to 10. A person always sees the same one.</summary>
    public required IReadOnlyList<SenderNumber> Senders { get; init; }

    /// <summary>How a message names its sender: 1 to 12 characters of GSM 03.38, telling nothing of what it is about.</summary>
    public required string Brand { get; init; }

    /// <summary>A phone number for help, at most 16 characters, e.g. <c>1-800-555-0100</c>.</summary>
    public required string Contact { get; init; }

    /// <summary>The number that a person is texted from.</summary>
    public SenderNumber SenderFor(CardholderId cardholder) => Senders[cardholder.ToBytes()[0] % Senders.Count];
}

/// <summary>A number that messages are sent from.</summary>
/// <param name="Number">E.164, or a short code of five or six digits.</param>
/// <param name="PerMinute">The most messages in any minute: 200 for a toll-free number, 6,000 for a short code.</param>
public sealed record SenderNumber(string Number, int PerMinute);
