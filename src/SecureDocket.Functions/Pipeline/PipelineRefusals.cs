namespace SecureDocket.Functions.Pipeline;

/// <summary>The refusals that any operation may give: of the caller, the query and the body, and when the call fails.</summary>
internal static class PipelineRefusals
{
    public static Refusal NotThroughGateway { get; } = new("forbidden", "Requests must come through the gateway.");

    public static Refusal NoCallers { get; } = new("forbidden", "No caller may use this operation.");

    public static Refusal TokenRequired { get; } = new("unauthenticated", "A bearer token is required.");

    public static Refusal TokenInvalid { get; } = new(
        "unauthenticated",
        "The bearer token is not valid: check its format, type, signature, issuer, audience, scope, algorithm and lifetime.");

    public static Refusal CallerUnknown { get; } = new(
        "unauthenticated", "The bearer token does not identify a caller: oid, azp, appid and sub are all missing.");

    public static Refusal RoleRequired(IEnumerable<string> roles) => new("forbidden", $"One of these roles is required: {string.Join(", ", roles)}.");

    public static Refusal UnknownQuery(string name, IReadOnlyList<string> known) => new(
        "invalid",
        known.Count == 0 ? "This operation has no query parameters." : $"This operation only accepts the query parameters {string.Join(" and ", known)}.",
        name);

    public static Refusal Unreadable { get; } = new("invalid", "The request could not be read.");

    public static Refusal BodyTooLarge { get; } = new("body-too-large", "The body exceeds the server's limit.");

    public static Refusal BodyTooSlow { get; } = new(
        "body-too-slow", "The body paused for more than 30 seconds or arrived too slowly; send it again.");

    public static Refusal Unavailable { get; } = new("unavailable", "Nothing is lost; repeat the request after the time in Retry-After.");

    public static Refusal Refused { get; } = new(
        "unavailable", "What is stored about this person was refused. Nothing was changed, and operations were alerted. A retry succeeds once they have restored it.");

    public static Refusal Internal { get; } = new("internal", "The error was recorded under the traceId.");
}
