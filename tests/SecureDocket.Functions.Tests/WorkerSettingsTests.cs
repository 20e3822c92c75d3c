using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureDocket.Messages;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests;

/// <summary>What the worker is told about text messages reaches it, and what is at fault is named completely.</summary>
public sealed class WorkerSettingsTests
{
    [Fact]
    public async Task The_settings_of_text_messages_reach_the_worker()
    {
        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["SecureDocket:Sms:Senders"] = "+18445550123=200",
            ["SecureDocket:Sms:Brand"] = "Calendar",
            ["SecureDocket:Sms:Contact"] = "1-800-555-0123",
        });

        var options = host.Services.GetRequiredService<SmsOptions>();
        Assert.Equal([new SenderNumber("+18445550123", 200)], options.Senders);
        Assert.Equal(("Calendar", "1-800-555-0123"), (options.Brand, options.Contact));
    }

    [Fact]
    public async Task Where_an_identity_is_assigned_the_worker_is_that_one_and_else_whoever_signed_in()
    {
        await using var assigned = await TestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["SecureDocket:Identity:ClientId"] = "6f1d8c3e-0c5c-4d0e-9d7b-2f4f3a1b5c01",
        });
        await using var local = await TestHost.StartAsync();

        Assert.IsType<ManagedIdentityCredential>(assigned.Services.GetRequiredService<TokenCredential>());
        Assert.IsType<DefaultAzureCredential>(local.Services.GetRequiredService<TokenCredential>());
    }

    [Fact]
    public async Task Every_setting_at_fault_is_named_at_once_when_the_host_starts()
    {
        var failure = await FailureOf(new()
        {
            ["SecureDocket:Cards:Issuer"] = "http://a-rather-long-issuer.example",
            ["SecureDocket:Cards:ValidityDays"] = "a year",
            ["SecureDocket:Cards:StatusLists"] = "1,1",
            ["SecureDocket:LookupSecret"] = "c2hvcnQ=",
            ["SecureDocket:SecurityContact"] = "security",
            ["SecureDocket:SignIn:TextsPerHour"] = "15",
            ["SecureDocket:Sms:Senders"] = "+18445550123",
            ["SecureDocket:Sms:Brand"] = "",
            ["SecureDocket:Sms:Contact"] = "nobody",
            ["SecureDocket:Sms:Endpoint"] = "http://sms.example",
            ["SecureDocket:Sms:ClientId"] = "sender",
            ["SecureDocket:Identity:ClientId"] = "",
            ["SecureDocket:Vault:DocketsClientId"] = "dockets",
        });

        foreach (var setting in new[] { "Cards:Issuer", "Cards:ValidityDays", "Cards:StatusLists", "LookupSecret", "SecurityContact", "SignIn:TextsPerHour", "Sms:Senders", "Sms:Brand", "Sms:Contact", "Sms:Endpoint", "Sms:ClientId", "Identity:ClientId", "Vault:DocketsClientId" })
            Assert.Contains($"SecureDocket:{setting} must", failure, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure);
    }

    [Theory]
    [InlineData("SecureDocket:Cards:Issuer", "http://securedocket.example", "SecureDocket:Cards:Issuer must be an https address.")]
    [InlineData("SecureDocket:Cards:LossContact", "", "SecureDocket:Cards:LossContact must have 1 to 60 characters.")]
    [InlineData("SecureDocket:Cards:ValidityDays", "3661", "SecureDocket:Cards:ValidityDays must be 1 to 3660.")]
    [InlineData("SecureDocket:Cards:StatusLists", "1,two", "SecureDocket:Cards:StatusLists must be 1 to 64 different numbers, separated by commas.")]
    [InlineData("SecureDocket:SignIn:TextsPerHour", "1000001", "SecureDocket:SignIn:TextsPerHour must be 16 to 1000000.")]
    [InlineData("SecureDocket:SignIn:AnswerAfterMilliseconds", "-1", "SecureDocket:SignIn:AnswerAfterMilliseconds must be 0 to 5000.")]
    [InlineData("SecureDocket:Searches:PerHour", "0", "SecureDocket:Searches:PerHour must be 1 to 1000.")]
    [InlineData("SecureDocket:LookupSecret", "*", "SecureDocket:LookupSecret must be 32 to 64 bytes in Base64.")]
    [InlineData("SecureDocket:SecurityContact", "", "SecureDocket:SecurityContact must be a mailto: or https: address.")]
    public async Task One_setting_at_fault_is_one_sentence(string setting, string value, string sentence) =>
        Assert.Equal(sentence, await FailureOf(new() { [setting] = value }));

    [Fact]
    public async Task Without_a_connection_string_every_account_has_to_be_named()
    {
        var failure = await FailureOf(new()
        {
            ["SecureDocket:Storage:ConnectionString"] = null,
            ["SecureDocket:Storage:TableEndpoint"] = "https://data.table.core.windows.net",
            ["SecureDocket:Storage:JournalEndpoint"] = "http://journal.blob.core.windows.net",
        });

        foreach (var setting in new[] { "Blob", "Journal" })
            Assert.Contains($"SecureDocket:Storage:{setting}Endpoint must", failure, StringComparison.Ordinal);
        Assert.DoesNotContain("TableEndpoint", failure, StringComparison.Ordinal);
    }

    private static async Task<string> FailureOf(Dictionary<string, string?> settings) =>
        (await Assert.ThrowsAsync<OptionsValidationException>(() => TestHost.StartAsync(settings: settings))).Message;
}
