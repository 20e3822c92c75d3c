using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Pipeline;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>Which rows the worker leaves in the workspace, with the official worker and exporter: what queries may rest on.</summary>
public sealed partial class ExportedRowsTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", "telemetry.md"));

    [Theory]
    [InlineData("HTTP", "IssueCard")]
    [InlineData("timer", "ExpireCards")]
    [InlineData("queue", "RecordSmsEvent")]
    public async Task A_function_that_fails_leaves_the_rows_that_the_page_names(string kind, string function)
    {
        await using var worker = await ExportingWorker.StartAsync(kind == "timer" ? function : "None");
        await worker.FailAsync(function, kind == "HTTP" ? Call(worker.Services) : null);

        var rows = worker.Rows().Where(row => (string?)row.Tags["ai.operation.id"] == worker.Trace).ToList();

        Assert.Equal(
            Code().Matches(Failing().Matches(s_page).Single(row => row.Groups["kind"].Value == kind).Groups["rows"].Value).Select(row => row.Groups["text"].Value).Order(StringComparer.Ordinal),
            rows.Select(row => row.Table == "AppDependencies"
                ? $"AppDependencies {(string?)row.Data["name"]}"
                : $"{row.Table} {row.Property("CategoryName")!.Split('.')[0]} {row.Property("EventId")} {row.Property("EventName")}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Null(row.Tags["ai.operation.name"]));
        Assert.Equal(kind == "HTTP", (bool)rows.Single(row => row.Table == "AppDependencies").Data["success"]!);
        Assert.All(rows.Where(row => row.Table == "AppExceptions"), row => Assert.Equal(function, row.Property("Function") ?? row.Property("functionName")));
    }

    [Fact]
    public async Task Every_log_line_leaves_one_row_with_category_id_and_name_in_the_table_that_the_page_says()
    {
        var events = typeof(AccessRules).Assembly.GetType("SecureDocket.Functions.Logging.Log", throwOnError: true)!
            .GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => (Method: method, Message: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(line => line.Message is not null).ToList();
        await using var worker = await ExportingWorker.StartAsync();
        foreach (var (method, _) in events)
            method.Invoke(null, [.. method.GetParameters().Select(parameter => Value(parameter.ParameterType, worker.Services))]);

        var rows = worker.Rows().Where(row => row.Table is "AppTraces" or "AppExceptions").ToList();

        var withException = WithException().Match(s_page).Groups["id"].Captures.Select(id => id.Value).ToHashSet();
        Assert.Equal(
            events.Select(line => $"{(withException.Contains($"{line.Message!.EventId}") ? "AppExceptions" : "AppTraces")} {line.Message!.EventId} {line.Method.Name}").Order(StringComparer.Ordinal),
            rows.Select(row => $"{row.Table} {row.Property("EventId")} {row.Property("EventName")}").Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(typeof(AccessMiddleware).FullName, row.Property("CategoryName")));
    }

    [Fact]
    public async Task What_is_measured_carries_the_sum_the_count_and_the_longest_that_alerts_ask_for()
    {
        await using var worker = await ExportingWorker.StartAsync();

        // Instruments are collected by name, from every host of the process; no other measures anything as long.
        const double longest = 50_000_000;
        foreach (var seconds in new[] { 1, longest })
            worker.Services.GetRequiredService<Telemetry>().SmsEventHandled(TimeSpan.FromSeconds(seconds));

        var metric = worker.Rows().Where(row => row.Table == "AppMetrics").Select(row => row.Data["metrics"]![0]!).Single(metric => (double?)metric["max"] == longest);

        Assert.Equal("securedocket.sms.events.lag", (string?)metric["name"]);
        Assert.True((double)metric["value"]! > longest && (int)metric["count"]! >= 2);
    }

    private static DefaultHttpContext Call(IServiceProvider services)
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Path = "/api/v1/cards";
        return http;
    }

    private static object? Value(Type type, IServiceProvider services) =>
        type == typeof(ILogger) ? services.GetRequiredService<ILogger<AccessMiddleware>>()
        : type == typeof(Exception) ? new InvalidOperationException("a defect")
        : type == typeof(string) ? "word"
        : Activator.CreateInstance(type);

    [GeneratedRegex(@"^\| (?<kind>HTTP|timer|queue) \| [^|]* \| (?<rows>[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Failing();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"Events? that carr(y|ies) an exception, ((?<id>\d+)(,\s+|\s+and\s+)?)+,\s+(is|are)\s+(a row|rows)\s+of\s+`AppExceptions`")]
    private static partial Regex WithException();
}
