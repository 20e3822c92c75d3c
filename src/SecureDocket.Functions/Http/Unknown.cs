namespace SecureDocket.Functions.Http;

/// <summary>The refusals for an address that names nothing: malformed ids answer like unknown ones.</summary>
internal static class Unknown
{
    public static Refusal Cardholder { get; } = new("no-such-cardholder", "There is no cardholder with this id.");

    public static Refusal Court { get; } = new("no-such-court", "There is no court with this id.");

    public static Refusal Office { get; } = new("no-such-office", "There is no office with this id.");

    public static Refusal Key { get; } = new("no-such-key", "There is no key with this id; /api/v1/keys names them.");

    public static Refusal Card { get; } = new("no-such-card", "There is no card with this number, or the number was mistyped.");
}
