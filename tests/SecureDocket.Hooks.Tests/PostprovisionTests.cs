using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Hooks.Tests;

/// <summary>The one secret is made once, and only when it is certain that there is none; nothing that is unclear leads to another.</summary>
public sealed class PostprovisionTests : IDisposable
{
    private const string Vault = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-1";
    private const string Site = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Web/sites/func-1";
    private const string Account = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/stjrnl1";
    private const string NoSuchSecret = "ERROR: Not Found({\"error\":{\"code\":\"SecretNotFound\",\"message\":\"none\"}})";
    private const string Get = "--method get --url https://management.azure.com" + Vault + "/secrets/lookup-secret?";
    private const string Put = "--method put --url https://management.azure.com" + Vault + "/secrets/lookup-secret?";

    private readonly HookRun _hook = new HookRun()
        .With("SECUREDOCKET_VAULT_ID", Vault).With("SECUREDOCKET_SITE_ID", Site).With("SECUREDOCKET_JOURNAL_ACCOUNT_ID", Account)
        .With("SECUREDOCKET_ADDRESS", "https://func-1.example").With("SECUREDOCKET_PORTAL_ADDRESS", "https://card.agency.gov/")
        .With("SECUREDOCKET_ENTRA_OBJECT_ID", "object-1")
        .On("--method get --url https://management.azure.com" + Vault + "?", "{}")
        .On("configreferences/appsettings/refresh", "")
        .On("--method get --url https://graph.microsoft.com/v1.0/applications/object-1", """{"spa":{"redirectUris":["https://old.agency.gov/verify"]}}""")
        .On("--method patch --url https://graph.microsoft.com/v1.0/applications/object-1", "");

    [Fact]
    public async Task Where_there_is_none_it_is_made_of_48_random_bytes_that_nobody_sees()
    {
        _hook.On(Get, NoSuchSecret, status: 3).On(Put, "{}");

        var (code, said) = await _hook.RunAsync("postprovision");

        Assert.True(code == 0, said);
        var value = (string?)JsonNode.Parse(_hook.Bodies[0])!["properties"]!["value"];
        Assert.Equal(48, Convert.FromBase64String(value!).Length);
        Assert.DoesNotContain(value!, said, StringComparison.Ordinal);
        Assert.All(_hook.Calls, call => Assert.DoesNotContain(value!, call, StringComparison.Ordinal));
        Assert.Contains(_hook.Calls, call => call.StartsWith("azd env set SECUREDOCKET_LOOKUP_SECRET_MADE 2", StringComparison.Ordinal));
        Assert.Contains(_hook.Calls, call => call.Contains(Site + "/config/configreferences/appsettings/refresh", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_there_is_one_it_stays()
    {
        _hook.On(Get, """{"properties":{"secretUri":"https://kv-1"}}""");

        var (code, said) = await _hook.RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("--method put", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ERROR: Forbidden({\"error\":{\"code\":\"AuthorizationFailed\",\"message\":\"lookup-secret Not Found or no access\"}})")]
    [InlineData("ERROR: Service Unavailable({})")]
    [InlineData("ERROR: no connection")]
    [InlineData("")]
    public async Task Where_it_is_unclear_whether_there_is_one_none_is_made(string answer)
    {
        _hook.On(Get, answer, status: 1);

        var (code, said) = await _hook.RunAsync("postprovision");

        Assert.Equal(1, code);
        Assert.Contains("none was made", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("--method put", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_was_made_and_is_gone_is_not_replaced()
    {
        _hook.With("SECUREDOCKET_LOOKUP_SECRET_MADE", "2026-11-02").On(Get, NoSuchSecret, status: 3);

        var (code, said) = await _hook.RunAsync("postprovision");

        Assert.Equal(1, code);
        Assert.Contains("is gone", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("--method put", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_vault_that_is_not_there_is_no_reason_to_make_one()
    {
        using var hook = new HookRun().With("SECUREDOCKET_VAULT_ID", Vault).On("--method get", NoSuchSecret, status: 3);

        var (code, _) = await hook.RunAsync("postprovision");

        Assert.Equal(1, code);
        Assert.DoesNotContain(hook.Calls, call => call.Contains("--method put", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_pages_of_every_origin_may_sign_people_in_beside_those_that_already_may()
    {
        _hook.On(Get, "{}");

        await _hook.RunAsync("postprovision");

        Assert.Equal(
            """{"spa":{"redirectUris":["https://old.agency.gov/verify","https://func-1.example/verify","https://func-1.example/enroll","https://func-1.example/inbox","https://func-1.example/desk","https://card.agency.gov/verify","https://card.agency.gov/enroll","https://card.agency.gov/inbox","https://card.agency.gov/desk"]}}""",
            _hook.Bodies.Single());
    }

    [Theory]
    [InlineData("Unlocked", true)]
    [InlineData("Locked", false)]
    public async Task The_journal_is_locked_once_and_where_it_was_asked_for(string state, bool locks)
    {
        _hook.With("SECUREDOCKET_JOURNAL_LOCKED", "true").On(Get, "{}")
            .On(Account + "/blobServices/default/containers/journal/immutabilityPolicies/default?", "{\"properties\":{\"state\":\"" + state + "\",\"immutabilityPeriodSinceCreationInDays\":2555}}")
            .On("immutabilityPolicies/default/lock?", "{}");

        var (code, said) = await _hook.RunAsync("postprovision");

        Assert.True(code == 0, said);
        Assert.Equal(locks, _hook.Calls.Any(call => call.Contains("/lock?", StringComparison.Ordinal) && call.Contains("--headers If-Match=*", StringComparison.Ordinal)));
    }

    public void Dispose() => _hook.Dispose();
}
