using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The application is told everything that it reads, and nothing that it does not.</summary>
public sealed class AppSettingsTests
{
    [BicepFact]
    public void Every_setting_that_the_code_reads_is_set_and_no_other() =>
        Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(deployment => AppSettings.Faults(AppSettings.Read(), AppSettings.Set(deployment))));

    [Fact]
    public void The_code_is_asked_for_what_it_reads()
    {
        var read = AppSettings.Read();
        Assert.Contains("SecureDocket__LookupSecret", read);
        Assert.Contains("SecureDocket__Access__MetadataAddress", read);
        Assert.Contains("SmsEvents__queueServiceUri", read);
    }

    /// <summary>Each setting, misspelt: each is missed, and each is one too many.</summary>
    [BicepFact]
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

    [BicepFact]
    public void What_an_operator_switched_off_stays_off_in_every_region()
    {
        var regions = AppSettings.Sets(Infrastructure.Whole).ToList();
        Assert.Equal(2, regions.Count);
        Assert.All(regions, settings => Assert.Equal("true", settings.GetProperty("AzureWebJobs.SendDueReminders.Disabled").GetString()));
    }

    [BicepFact]
    public void A_setting_too_few_or_too_many_is_found()
    {
        var broken = Broken.Deployment(
            ("modules/app.bicep", "SecureDocket__Cards__Issuer: issuer\n", ""),
            ("modules/app.bicep", "'AzureWebJobs.${name}.Disabled'", "'AzureWebJobs.${name}s.Disabled'"),
            ("modules/app.bicep", "SmsEvents__clientId: app.clientId\n", ""),
            ("modules/app.bicep", "SecureDocket__Vault__Uri: vaultUri\n", "SecureDocket__Vault__Uri: vaultUri\n    SecureDocket__Vault__Key: vaultUri\n    SecureDocket__Sms__ConnectionString: vaultUri\n"));
        string[] faults =
        [
            "AzureWebJobs.SendDueReminderss.Disabled is set and not read",
            "SecureDocket__Cards__Issuer is read and not set",
            "SecureDocket__Sms__ConnectionString is set, though keys are off; the sender's identity is used",
            "SecureDocket__Vault__Key is set and not read",
            "SmsEvents__clientId is read and not set",
        ];
        Assert.Equal(faults, AppSettings.Faults(AppSettings.Read(), AppSettings.Set(broken)).Order(StringComparer.Ordinal));
    }
}
