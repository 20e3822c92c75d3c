using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Probes and timers are those of the code, and each alert has its page.</summary>
public sealed class AlertTests
{
    [BicepFact]
    public void Probes_and_timers_name_what_the_code_has() =>
        Holds.NoFault(Infrastructure.Deployments.Values.SelectMany(deployment => AlertCheck.Faults(deployment, Code.Here)));

    [BicepFact]
    public void Every_alert_has_its_page_and_every_page_its_alert() => Holds.NoFault(AlertCheck.PageFaults(
        Infrastructure.Whole, Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "operations", "alerts"), "*.md").ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText)));

    [BicepFact]
    public void An_alert_that_names_what_is_not_there_is_found()
    {
        var broken = Broken.Deployment(
            ("modules/alerts.bicep", "'ExpireCards', lateAfter: '3h'", "'ExpireCards', lateAfter: '60m'"),
            ("modules/alerts.bicep", "'ContinueApprovals'", "'ContinueApproval'"),
            ("modules/availability.bicep", "'/health/live'", "'/health/alive'"),
            ("modules/alerts.bicep", "${runbooks}/storage-faults.md", "${runbooks}/storage.md"));
        string[] faults =
        [
            "ContinueApproval does not run by the clock",
            "ExpireCards is called late after 01:00:00, and rests for 01:00:00",
            "nobody is told when ContinueApprovals is late",
            "probe-not-live: there is no address /health/alive",
        ];
        Assert.Equal(faults, AlertCheck.Faults(broken, Code.Here).Order(StringComparer.Ordinal));
        Assert.Contains("the alert storage-faults does not name its page", AlertCheck.PageFaults(broken, new Dictionary<string, string>()));
    }

    [BicepFact]
    public void A_page_too_few_too_many_or_too_short_is_found()
    {
        var names = AlertCheck.Names(Infrastructure.Whole);
        var pages = names.ToDictionary(name => name, _ => "# Name\n## Meaning\n## First look\n## Fix\n## Confirm the fix\n");
        Assert.Empty(AlertCheck.PageFaults(Infrastructure.Whole, pages));
        pages.Remove("budget");
        pages["not-live"] = "# Name\n## Meaning\n## First look\n## Confirm the fix\n";
        pages["old"] = pages["not-ready"];
        Assert.Equal(
            ["the alert budget has no page", "the page not-live has no heading Fix", "the page old has no alert"],
            AlertCheck.PageFaults(Infrastructure.Whole, pages).Order(StringComparer.Ordinal));
    }
}
