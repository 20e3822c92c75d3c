using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Checks;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Queries of alerts, workbook and pages rest on rows that come.</summary>
public sealed partial class QueryTests
{
    private const string Alerts = "infra/modules/alerts.bicep";
    private const string Failing = "docs/operations/alerts/functions-failing.md";

    [Fact]
    public void Every_query_asks_for_rows_that_come() => Holds.NoFault(QueryCheck.Faults(Queries.Of(Queries.Texts), Code.Here));

    [Fact]
    public void Every_queue_function_is_watched() => Holds.NoFault(QueryCheck.Unwatched(Queries.Of(Queries.Texts), Code.Here));

    [Fact]
    public void No_query_is_passed_over()
    {
        var counts = Queries.Of(Queries.Texts).CountBy(query => query.Place.Split(' ')[0]).ToDictionary();
        Assert.Equal((Queries.Texts[Alerts].Split("'''").Length - 1) / 2, counts[Alerts]);
        Assert.Equal(Queries.Texts["infra/workbook.json"].Split("\"query\":").Length - 1, counts["infra/workbook.json"]);
        foreach (var (path, text) in Queries.Texts.Where(text => text.Key.EndsWith(".md", StringComparison.Ordinal)))
        {
            var found = Queries.Of(new Dictionary<string, string> { [path] = text });
            Assert.True(Filter().Count(text) == found.Sum(query => Filter().Count(query.Query)), path);
        }
    }

    [Theory]
    [InlineData(Alerts, "\"securedocket.verdicts\"", "\"securedocket.verdict\"", "verifications-failing: the code has no instrument securedocket.verdict")]
    [InlineData(Alerts, "toint(Properties.EventId) == 32", "toint(Properties.EventId) == 34", "sms-sender-blocked: nothing is logged as event 34")]
    [InlineData(Alerts, "in (50, 51)", "in (50, 59)", "sign-in-texts-failing: nothing is logged as event 59")]
    [InlineData(Alerts, "Function = tostring(Properties.Function);\nlet queues", "Function = tostring(Properties.Functions);\nlet queues", "functions-failing: nothing tells Functions")]
    [InlineData(Alerts, "union AppTraces, AppExceptions\n| where tostring(Properties.CategoryName) startswith \"SecureDocket.\" and toint(Properties.EventId) in (50", "AppTraces\n| where tostring(Properties.CategoryName) startswith \"SecureDocket.\" and toint(Properties.EventId) in (50", "sign-in-texts-failing: event 51 carries an exception, so it is not in AppTraces")]
    [InlineData(Alerts, "AppTraces\n| where tostring(Properties.CategoryName) startswith \"SecureDocket.\" and toint(Properties.EventId) == 32", "AppExceptions\n| where tostring(Properties.CategoryName) startswith \"SecureDocket.\" and toint(Properties.EventId) == 32", "sms-sender-blocked: event 32 carries no exception, so it is not in AppExceptions")]
    [InlineData(Alerts, "tostring(Properties.state) == \"unknown\"", "tostring(Properties.status) == \"unknown\"", "reminders-unknown: nothing tells status")]
    [InlineData(Alerts, "== \"PublishStatusLists\"", "== \"PublishStatusList\"", "status-lists-late: there is no function PublishStatusList")]
    [InlineData(Alerts, "in (\"RecordSmsEvent\"", "in (\"RecordSmsEvents\"", "functions-failing: there is no function RecordSmsEvents")]
    [InlineData(Alerts, "\"/api/v1/verifications\"", "\"/api/v1/verification\"", "verifications-failing: there is no address /api/v1/verification")]
    [InlineData(Alerts, "let failing = AppRequests\n| where Url has", "let failing = AppRequests\n| where Name has \"VerifyCard\" and Url has", "verifications-failing: a request is named by method and route, and none is named VerifyCard")]
    [InlineData(Alerts, "let failing = AppRequests\n| where Url has", "let failing = AppRequests\n| where Name == \"POST /api/v1/verification\" and Url has", "verifications-failing: a request is named by method and route, and none is named POST /api/v1/verification")]
    [InlineData(Alerts, "tostring(Properties.CategoryName) startswith \"SecureDocket.\" and toint(Properties.EventId) == 30", "toint(Properties.EventId) == 30", "sms-events-put-aside: an event is named without the category SecureDocket: the worker numbers its own events too")]
    [InlineData("infra/workbook.json", "securedocket.cards.issued", "securedocket.cards.printed", ": the code has no instrument securedocket.cards.printed")]
    [InlineData(Failing, "tostring(Properties.CategoryName) startswith \"SecureDocket.\" and ", "", ": an event is named without the category SecureDocket: the worker numbers its own events too")]
    [InlineData(Failing, "by tostring(Properties.Function)", "by OperationName", ": a log row has no operation name")]
    [InlineData("docs/operations/alerts/cards-issued-unusually.md", "function RenewCard", "function RenewCards", ": there is no function RenewCards")]
    [InlineData("docs/operations/alerts/timer-late.md", "EventId) == 70", "EventId) == 72", ": nothing is logged as event 72")]
    [InlineData("docs/operations/drills/bad-deployment-rolled-back.md", "exceptions |", "traces |", ": event 70 carries an exception, so it is not in AppTraces")]
    public void A_query_for_rows_that_never_come_is_found(string path, string part, string other, string fault)
    {
        var texts = new Dictionary<string, string>(Queries.Texts) { [path] = Broken.Text(Queries.Texts[path], part, other) };
        var faults = QueryCheck.Faults(Queries.Of(texts), Code.Here).ToList();
        Assert.Contains(fault[0] == ':' ? path + fault : $"{path} {fault}", faults);
        Assert.All(faults, found => Assert.StartsWith(path, found, StringComparison.Ordinal));
    }

    [Fact]
    public void A_queue_function_that_no_alert_watches_is_found()
    {
        var texts = new Dictionary<string, string>(Queries.Texts) { [Alerts] = Broken.Text(Queries.Texts[Alerts], ", \"RecordPoisonedSmsEvent\"", "") };
        Assert.Equal(["nobody is told when RecordPoisonedSmsEvent fails"], QueryCheck.Unwatched(Queries.Of(texts), Code.Here));
    }

    [GeneratedRegex(@"\| where [\w*][^|`\n]* (?:==|>|<|has|in|startswith) ")]
    private static partial Regex Filter();
}
