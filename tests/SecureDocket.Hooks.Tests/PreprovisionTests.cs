using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Hooks.Tests;

/// <summary>Before anything is made, everything that is missing is said; what can be made without asking is.</summary>
public sealed class PreprovisionTests : IDisposable
{
    private readonly HookRun _hook = new HookRun()
        .With("AZURE_ENV_NAME", "try").With("AZURE_LOCATION", "eastus2").With("AZURE_SUBSCRIPTION_ID", "sub-1")
        .On("dotnet --version", "10.0.100")
        .On("az version", """{"azure-cli":"2.80.0"}""")
        .On("az functionapp list-flexconsumption-locations", """[{"name":"eastus2"},{"name":"westus3"}]""")
        .On("--method get --url https://management.azure.com/subscriptions/sub-1/providers/", """{"registrationState":"Registered"}""")
        .On("--method post --url https://graph.microsoft.com/v1.0/applications ", """{"id":"object-1","appId":"app-1"}""")
        .On("--method patch --url https://graph.microsoft.com/v1.0/applications/object-1", "")
        .On("az ad sp show", "ERROR: none", status: 3)
        .On("az ad sp create", "{}");

    [Fact]
    public async Task From_nothing_the_app_registration_is_made_and_what_it_came_to_is_kept()
    {
        _hook.On("az account show", Account()).On("az ad app list", "[]");

        var (code, said) = await _hook.RunAsync("preprovision");

        Assert.True(code == 0, said);
        foreach (var kept in new[] { "SECUREDOCKET_ENTRA_CLIENT_ID app-1", "SECUREDOCKET_ENTRA_OBJECT_ID object-1", "SECUREDOCKET_ALERT_EMAIL ops@agency.gov", "SECUREDOCKET_BUDGET_START 2" })
            Assert.Contains(_hook.Calls, call => call.StartsWith("azd env set " + kept, StringComparison.Ordinal));
        Assert.Equal("api://app-1", (string?)JsonNode.Parse(_hook.Bodies[^2])!["identifierUris"]![0]);
        var scope = (string?)JsonNode.Parse(_hook.Bodies[^2])!["api"]!["oauth2PermissionScopes"]![0]!["id"];
        Assert.Equal(scope, (string?)JsonNode.Parse(_hook.Bodies[^1])!["api"]!["preAuthorizedApplications"]![0]!["delegatedPermissionIds"]![0]);
        Assert.Contains("no phone number yet", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_there_is_brought_up_to_date_and_not_made_again()
    {
        _hook.On("az account show", Account()).On("az ad app list", """[{"displayName":"secure-docket-try","id":"object-1","appId":"app-1"},{"displayName":"secure-docket-try-2","id":"x","appId":"x"}]""");

        var (code, said) = await _hook.RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("--method post", StringComparison.Ordinal));
        Assert.Equal(2, _hook.Bodies.Count);
    }

    [Fact]
    public async Task Where_somebody_else_looks_after_it_it_is_left_alone()
    {
        _hook.On("az account show", Account()).With("SECUREDOCKET_ENTRA_CLIENT_ID", "3a1f8c52-0d6e-4f0b-9a7e-5b3c2d1e0f98");

        var (code, said) = await _hook.RunAsync("preprovision");

        Assert.True(code == 0, said);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("graph.microsoft.com", StringComparison.Ordinal) || call.StartsWith("az ad", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_cards_are_real_nothing_is_invented_and_all_that_is_missing_is_said_at_once()
    {
        _hook.On("az account show", Account()).With("SECUREDOCKET_STAGE", "production").With("SECUREDOCKET_ISSUER", "https://card.example");

        var (code, said) = await _hook.RunAsync("preprovision");

        Assert.Equal(1, code);
        foreach (var name in new[] { "ANCHOR_PUBLIC_KEY", "ISSUER", "PORTAL_URL", "LOSS_CONTACT", "SECURITY_CONTACT", "SMS_CONTACT", "ALERT_EMAIL" })
            Assert.Contains($"azd env set SECUREDOCKET_{name} ", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_hook.Calls, call => call.StartsWith("azd env set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AZURE_LOCATION", "northpole", "not offered in northpole")]
    [InlineData("SECUREDOCKET_SECOND_LOCATION", "northpole", "not offered in northpole")]
    [InlineData("AZURE_SUBSCRIPTION_ID", "sub-2", "az account set --subscription sub-2")]
    [InlineData("SECUREDOCKET_STAGE", "prod", "SECUREDOCKET_STAGE is")]
    [InlineData("SECUREDOCKET_ENTRA_CLIENT_ID", "unset", "SECUREDOCKET_ENTRA_CLIENT_ID")]
    [InlineData("SECUREDOCKET_ALERT_EMAIL", "unset", "SECUREDOCKET_ALERT_EMAIL")]
    [InlineData("SECUREDOCKET_BUDGET_START", "unset", "SECUREDOCKET_BUDGET_START")]
    [InlineData("SECUREDOCKET_SMS_SENDERS", "+13035550100=200", "SECUREDOCKET_SMS_SENDERS")]
    public async Task What_cannot_work_is_said_before_anything_is_made(string name, string value, string said)
    {
        _hook.On("az account show", Account()).With(name, value);

        var (code, answer) = await _hook.RunAsync("preprovision");

        Assert.Equal(1, code);
        Assert.Contains(said, answer, StringComparison.Ordinal);
        Assert.DoesNotContain(_hook.Calls, call => call.Contains("graph.microsoft.com", StringComparison.Ordinal));
    }

    public void Dispose() => _hook.Dispose();

    private static string Account() => """{"id":"sub-1","user":{"name":"ops@agency.gov"}}""";
}
