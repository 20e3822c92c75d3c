using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Infrastructure.Tests.Plans;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The application is told everything that it reads, and nothing that it does not.</summary>
public sealed class AppSettingsTests
{
    [Fact]
    public void Every_setting_that_the_code_reads_is_set_and_no_other() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(plan => AppSettings.Faults(AppSettings.Read(), AppSettings.Set(plan))));

    [Fact]
    public void The_code_is_asked_for_what_it_reads()
    {
        var read = AppSettings.Read();
        Assert.Contains("SecureDocket__LookupSecret", read);
        Assert.Contains("SecureDocket__Access__MetadataAddress", read);
        Assert.Contains("SmsEvents__queueServiceUri", read);
    }

    /// <summary>Each setting, misspelt: each is missed, and each is one too many.</summary>
    [Fact]
    public void A_misspelt_setting_is_found_twice()
    {
        var set = AppSettings.Set(Infrastructure.Whole);
        Assert.All(set, name =>
        {
            var faults = AppSettings.Faults(AppSettings.Read(), [.. set.Except([name]), $"{name}s"]).ToList();
            Assert.Equal(2, faults.Count);
            Assert.Contains(faults, fault => fault.StartsWith($"{name} is", StringComparison.Ordinal) && fault.EndsWith("not set", StringComparison.Ordinal));
            Assert.Contains($"{name}s is set and not read", faults);
        });
    }

    [Fact]
    public void What_an_operator_switched_off_stays_off_in_every_region()
    {
        var settings = Infrastructure.Whole.Deployed.Where(resource => resource.Type == "Microsoft.Web/sites/config").Select(resource => (ObjectValue)resource.Body.Value.Properties["properties"]).ToList();
        Assert.Equal(2, settings.Count);
        Assert.All(settings, set => Assert.Equal("true", set.Properties["AzureWebJobs.SendDueReminders.Disabled"].AsText));
    }

    [Theory]
    [InlineData("SecureDocket__Cards__Issuer: issuer\n", "", "SecureDocket__Cards__Issuer is read and not set")]
    [InlineData("'AzureWebJobs.${name}.Disabled'", "'AzureWebJobs.${name}s.Disabled'", "AzureWebJobs.SendDueReminderss.Disabled is set and not read")]
    [InlineData("SmsEvents__clientId: app.clientId\n", "", "SmsEvents__clientId is read and not set")]
    [InlineData("SecureDocket__Vault__Uri: vaultUri\n", "SecureDocket__Vault__Uri: vaultUri\n    SecureDocket__Vault__Key: vaultUri\n", "SecureDocket__Vault__Key is set and not read")]
    [InlineData("SecureDocket__Vault__Uri: vaultUri\n", "SecureDocket__Vault__Uri: vaultUri\n    SecureDocket__Sms__ConnectionString: vaultUri\n", "SecureDocket__Sms__ConnectionString is set, though keys are off; the sender's identity is used")]
    public void A_setting_too_few_or_too_many_is_found(string part, string other, string fault)
    {
        var plan = Infrastructure.MakeWhole(Broken.Infrastructure("modules/app.bicep", part, other));
        Assert.Equal([fault], AppSettings.Faults(AppSettings.Read(), AppSettings.Set(plan)));
    }
}
