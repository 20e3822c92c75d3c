using SecureDocket.Infrastructure.Tests.Checks;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Alerts name what the code has, and each has its page.</summary>
public sealed class AlertTests
{
    [Fact]
    public void Alerts_probes_and_workbook_name_what_the_code_has() =>
        Holds.NoFault(Infrastructure.Plans.Values.SelectMany(plan => AlertCheck.Faults(plan, Code.Here)));

    [Fact]
    public void Every_alert_has_its_page_and_every_page_its_alert() => Holds.NoFault(AlertCheck.PageFaults(
        Infrastructure.Whole, Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "operations", "alerts"), "*.md").ToDictionary(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText)));

    [Theory]
    [InlineData("modules/alerts.bicep", "\"securedocket.verdicts\"", "\"securedocket.verdict\"", "modules/alerts.bicep alert-verifications-failing: the code has no instrument securedocket.verdict")]
    [InlineData("modules/alerts.bicep", "toint(Properties.EventId) == 32", "toint(Properties.EventId) == 33", "modules/alerts.bicep alert-sms-sender-blocked: nothing is logged as event 33")]
    [InlineData("modules/alerts.bicep", "in (50, 51)", "in (50, 59)", "modules/alerts.bicep alert-sign-in-texts-failing: nothing is logged as event 59")]
    [InlineData("modules/alerts.bicep", "in (3, 70)\n| project Function = tostring(Properties.Function)", "in (3, 70)\n| project Function = tostring(Properties.Functions)", "modules/alerts.bicep alert-functions-failing: nothing tells Functions")]
    [InlineData("modules/alerts.bicep", "union AppTraces, AppExceptions\n| where toint(Properties.EventId) in (50, 51)", "AppTraces\n| where toint(Properties.EventId) in (50, 51)", "modules/alerts.bicep alert-sign-in-texts-failing: event 51 carries an exception, so it is not in AppTraces")]
    [InlineData("modules/alerts.bicep", "tostring(Properties.state) == \"unknown\"", "tostring(Properties.status) == \"unknown\"", "modules/alerts.bicep alert-reminders-unknown: nothing tells status")]
    [InlineData("modules/alerts.bicep", "== \"PublishStatusLists\"", "== \"PublishStatusList\"", "modules/alerts.bicep alert-status-lists-late: there is no function PublishStatusList")]
    [InlineData("modules/alerts.bicep", "\"/api/v1/verifications\"", "\"/api/v1/verification\"", "modules/alerts.bicep alert-verifications-failing: there is no address /api/v1/verification")]
    [InlineData("modules/alerts.bicep", "cron: '0 5 * * * *'", "cron: '0 6 * * * *'", "modules/alerts.bicep:*: ExpireCards runs at 0 5 * * * *, not at 0 6 * * * *")]
    [InlineData("modules/alerts.bicep", "  { function: 'ContinueApprovals', cron: '0 * * * * *', lateAfter: '10m' }\n", "", "nobody is told when ContinueApprovals is late")]
    [InlineData("modules/availability.bicep", "'/health/live'", "'/health/alive'", "modules/availability.bicep:* tests (Microsoft.Insights/webtests@2022-06-15): there is no address /health/alive")]
    [InlineData("workbook.json", "securedocket.cards.issued", "securedocket.cards.printed", "workbook.json: the code has no instrument securedocket.cards.printed")]
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
