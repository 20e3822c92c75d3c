using SecureDocket.Credentials;

namespace SecureDocket.Functions.StatusLists;

/// <summary>The refusals of requests for status lists.</summary>
internal static class StatusListsRefusals
{
    public static Refusal NoSuchList { get; } = new("no-such-status-list", "No status list has this ID; /api/v1/status-lists lists them all.");

    public static Refusal NotAcceptable { get; } = new(
        "not-acceptable", $"A status list is available as {StatusListToken.MediaType} or {StatusListJwt.MediaType}.");
}
