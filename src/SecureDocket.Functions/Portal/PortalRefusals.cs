namespace SecureDocket.Functions.Portal;

/// <summary>The refusals of requests that no operation handles.</summary>
internal static class PortalRefusals
{
    public static Refusal NoSuchRoute { get; } = new("no-such-route", "No operation exists at this path.");

    public static Refusal MethodNotAllowed(IEnumerable<string> methods) => new("method-not-allowed", $"This path supports {string.Join(", ", methods)}.");
}
