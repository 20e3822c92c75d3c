namespace SecureDocket.Functions.Tests.Approvals;

/// <summary>Administrators who are different people.</summary>
internal static class Administrators
{
    /// <summary>The tests that approve something: the hosts share one list of approvals, and one may carry on with what another's test left.</summary>
    public const string Collection = "approvals";

    public const string Asking = "administrator-1";
    public const string Approving = "administrator-2";
    public const string Third = "administrator-3";

    /// <summary>A caller who is this administrator.</summary>
    public static Caller As(this ApiFixture api, string administrator, string role) => api.With("Bearer " + api.Tokens.Mint(
        api.Host.Clock.GetUtcNow(),
        token => token.Claims = new Dictionary<string, object> { ["oid"] = administrator, ["scp"] = "access", ["roles"] = new[] { role } }));

    public static Caller Administrator(this ApiFixture api, string administrator) => api.As(administrator, "Program.Administrator");
}
