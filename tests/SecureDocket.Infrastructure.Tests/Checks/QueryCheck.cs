using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>
/// A query asks for what the code tells, in the rows where it is told: see "Rows that functions leave" in
/// <c>docs/operations/telemetry.md</c>, which a test holds to the official worker and exporter.
/// </summary>
internal static partial class QueryCheck
{
    private const string Category = """.CategoryName) startswith "SecureDocket." """;

    // What the exporter and the worker themselves write beside the words of our messages.
    private static readonly string[] s_written = ["CategoryName", "EventId", "EventName", "functionName"];

    /// <summary>What these queries name and the code does not have, or does not leave there.</summary>
    public static IEnumerable<string> Faults(IEnumerable<(string Place, string Query)> queries, Code code) =>
        queries.SelectMany(query => Faults(query.Query, code).Select(fault => $"{query.Place}: {fault}"));

    /// <summary>The queue functions that no alert watches; only the worker tells that one failed.</summary>
    public static IEnumerable<string> Unwatched(IEnumerable<(string Place, string Query)> queries, Code code) =>
        code.Queues.Except(queries.Where(query => query.Place.StartsWith("infra/modules/", StringComparison.Ordinal) && query.Query.Contains("\"InvocationError\"", StringComparison.Ordinal))
            .SelectMany(query => Functions(query.Query))).Select(function => $"nobody is told when {function} fails");

    private static IEnumerable<string> Faults(string query, Code code) =>
    [
        .. Named(Metric(), query).Where(metric => !code.Metrics.Contains(metric)).Select(metric => $"the code has no instrument {metric}"),
        .. Named(PropertyName(), query).Where(name => !s_written.Contains(name) && !code.Properties.Contains(name)).Select(name => $"nothing tells {name}"),
        .. Functions(query).Where(function => !code.Functions.Contains(function)).Select(function => $"there is no function {function}"),
        .. Named(Route(), query).Where(path => !code.Routes.Contains(path)).Select(path => $"there is no address {path}"),
        .. query.Split(';').SelectMany(part => EventFaults(part, code).Concat(NameFaults(part, code))),
    ];

    private static IEnumerable<string> EventFaults(string part, Code code)
    {
        var ids = Named(EventId(), part).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        var (traces, exceptions) = (Traces().IsMatch(part), Exceptions().IsMatch(part));
        return
        [
            .. ids.Where(id => !code.Events.Contains(id)).Select(id => $"nothing is logged as event {id}"),
            .. ids.Where(id => code.Events.Contains(id) && code.ExceptionEvents.Contains(id) && !exceptions).Select(id => $"event {id} carries an exception, so it is not in AppTraces"),
            .. ids.Where(id => code.Events.Contains(id) && !code.ExceptionEvents.Contains(id) && !traces).Select(id => $"event {id} carries no exception, so it is not in AppExceptions"),
            .. part.Split('|').Where(where => EventId().IsMatch(where) && !where.Contains(Category.TrimEnd(), StringComparison.Ordinal))
                .Select(_ => "an event is named without the category SecureDocket: the worker numbers its own events too"),
        ];
    }

    private static IEnumerable<string> NameFaults(string part, Code code)
    {
        if (Requests().IsMatch(part))
        {
            foreach (var name in Named(RowName(), part).Where(name => !code.Requests.Contains(name)))
            {
                yield return $"a request is named by method and route, and none is named {name}";
            }
        }

        if ((Traces().IsMatch(part) || Exceptions().IsMatch(part)) && !Requests().IsMatch(part) && OperationName().IsMatch(part))
        {
            yield return "a log row has no operation name";
        }
    }

    private static IEnumerable<string> Functions(string query) => Named(FunctionName(), query).Concat(Named(Span(), query));

    private static IEnumerable<string> Named(Regex pattern, string query) =>
        pattern.Matches(query).SelectMany(match => match.Groups["name"].Captures).Select(name => name.Value).Distinct();

    [GeneratedRegex("\"(?<name>securedocket\\.[a-zA-Z.]+)\"")]
    private static partial Regex Metric();

    [GeneratedRegex(@"(?:Properties|customDimensions)\.(?<name>\w+)")]
    private static partial Regex PropertyName();

    [GeneratedRegex("""\.[fF]unction(?:Name)?\)?\s*(?:==|in|startswith|has)\s*\(?\s*"(?<name>\w+)"(?:\s*,\s*"(?<name>\w+)")*""")]
    private static partial Regex FunctionName();

    [GeneratedRegex("\"function (?<name>\\w+)\"")]
    private static partial Regex Span();

    [GeneratedRegex("\"(?<name>/(api|health)/[^\"?]+)\"")]
    private static partial Regex Route();

    [GeneratedRegex("""EventId\)?\s*(?:==\s*"?(?<name>\d+)|in\s*\(\s*"?(?<name>\d+)"?(?:\s*,\s*"?(?<name>\d+)"?)*\s*\))""")]
    private static partial Regex EventId();

    [GeneratedRegex("""\b(?:Name|name|OperationName|operation_Name)\s*(?:=[=~]|in~?|has\w*|startswith|endswith|contains|matches regex)\s*\(?\s*"(?<name>[^"]*)"(?:\s*,\s*"(?<name>[^"]*)")*""")]
    private static partial Regex RowName();

    [GeneratedRegex(@"\b(?:OperationName|operation_Name)\b")]
    private static partial Regex OperationName();

    [GeneratedRegex(@"\b(?:AppTraces|traces)\b")]
    private static partial Regex Traces();

    [GeneratedRegex(@"\b(?:AppExceptions|exceptions)\b")]
    private static partial Regex Exceptions();

    [GeneratedRegex(@"\b(?:AppRequests|requests)\b")]
    private static partial Regex Requests();
}
