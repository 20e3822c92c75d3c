namespace SecureDocket;

/// <summary>What every card of this deployment has in common.</summary>
public sealed record CardOptions
{
    /// <summary>The issuer's absolute URI without a trailing slash, at most 28 characters: claim <c>iss</c> and the start of every status-list address.</summary>
    public required string Issuer { get; init; }

    /// <summary>The portal's address, at most 60 characters, in the QR code on the back.</summary>
    public required string PortalUrl { get; init; }

    /// <summary>How to report a lost card, at most 60 characters, printed on the back.</summary>
    public required string LossContact { get; init; }

    /// <summary>How long a card holds.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The status list that new cards take their entries from.</summary>
    public string StatusList { get; init; } = "1";
}
