using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Probes and timers are those of the code, and each alert has its page.</summary>
public sealed class AlertTests
{
    [Fact]
    public void Probes_and_timers_name_what_the_code_has() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(plan => AlertCheck.Faults(plan, Code.Here)));

    [Fact]
    public void Every_alert_has_its_page_and_every_page_its_alert() => Holds.NoFault(AlertCheck.PageFaults(
        Infrastructure.Whole, Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "operations", "alerts"), "*.md").ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText)));

    [Theory]
    [InlineData("modules/alerts.bicep", "cron: '0 5 * * * *'", "cron: '0 6 * * * *'", "modules/alerts.bicep:*: ExpireCards runs at 0 5 * * * *, not at 0 6 * * * *")]
    [InlineData("modules/alerts.bicep", "  { function: 'ContinueApprovals', cron: '0 * * * * *', lateAfter: '10m' }\n", "", "nobody is told when ContinueApprovals is late")]
    [InlineData("modules/availability.bicep", "'/health/live'", "'/health/alive'", "modules/availability.bicep:* tests (Microsoft.Insights/webtests@2022-06-15): there is no address /health/alive")]
    public void An_alert_that_names_what_is_not_there_is_found(string path, string part, string other, string fault)
    {
        var plan = Infrastructure.MakeWhole(Broken.Infrastructure(path, part, other));
        Assert.Equal([fault], AlertCheck.Faults(plan, Code.Here).Select(Broken.WithoutLine).Distinct());
    }

    [Fact]
    public void A_page_too_few_too_many_or_too_short_is_found()
    {
        var names = AlertCheck.Names(Infrastructure.Whole);
        var pages = names.ToDictionary(name => name, _ => "# Name\n## Meaning\n## First look\n## Mend\n## Mended when\n");
        Assert.Empty(AlertCheck.PageFaults(Infrastructure.Whole, pages));
        pages.Remove("budget");
        pages["not-live"] = "# Name\n## Meaning\n## First look\n## Mended when\n";
        pages["old"] = pages["not-ready"];
        Assert.Equal(
            ["the alert budget has no page", "the page not-live has no heading Mend", "the page old has no alert"],
            AlertCheck.PageFaults(Infrastructure.Whole, pages).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_alert_that_does_not_name_its_page_is_found()
    {
        var plan = Infrastructure.MakeWhole(Broken.Infrastructure("modules/alerts.bicep", "${runbooks}/storage-faults.md", "${runbooks}/storage.md"));
        Assert.Contains("the alert storage-faults does not name its page", AlertCheck.PageFaults(plan, new Dictionary<string, string>()));
    }
}
