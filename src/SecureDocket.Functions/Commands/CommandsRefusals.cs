using static System.FormattableString;

namespace SecureDocket.Functions.Commands;

/// <summary>The refusals of commands: their Idempotency-Key, and the place they name.</summary>
internal static class CommandsRefusals
{
    public static Refusal KeyRequired(int limit) => new(
        "idempotency-key-required",
        Invariant($"Send {IdempotentRequests.Header} with 1 to {limit} visible ASCII characters, different for every new request."));

    public static Refusal KeyTooLong(int limit) => new(
        "idempotency-key-too-long", Invariant($"{IdempotentRequests.Header} must be at most {limit} characters."));

    public static Refusal KeyReused { get; } = new(
        "idempotency-key-reused", $"This {IdempotentRequests.Header} was used for a different request. Send a new one.");

    public static Refusal PlaceId(string name) => new("invalid", "Must be two to eight letters or digits.", name);
}
