using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Every_setting_at_fault_is_named_at_once()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["SecureDocket:Sms:Senders"] = "+18445550123",
            ["SecureDocket:Sms:Brand"] = "",
            ["SecureDocket:Sms:Contact"] = "nobody",
            ["SecureDocket:Sms:Endpoint"] = "http://sms.example",
            ["SecureDocket:Sms:ClientId"] = "sender",
            ["SecureDocket:Identity:ClientId"] = "",
        }));

        foreach (var setting in new[] { "Senders", "Brand", "Contact", "Endpoint", "ClientId" })
            Assert.Contains($"SecureDocket:Sms:{setting} must", failure.Message, StringComparison.Ordinal);
        Assert.Contains("SecureDocket:Identity:ClientId must", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_connection_string_every_account_has_to_be_named()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => WorkerSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["SecureDocket:Storage:TableEndpoint"] = "https://data.table.core.windows.net",
            ["SecureDocket:Storage:JournalEndpoint"] = "http://journal.blob.core.windows.net",
        }).Build()));

        foreach (var setting in new[] { "Blob", "Journal" })
            Assert.Contains($"SecureDocket:Storage:{setting}Endpoint must", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TableEndpoint", failure.Message, StringComparison.Ordinal);
    }
}
