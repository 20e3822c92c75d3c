using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Plans;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Probes and timers are those of the code, and each alert has the page that its notice names.</summary>
internal static partial class AlertCheck
{
    private const string Prefix = "alert-";
    private static readonly string[] Headings = ["Meaning", "First look", "Mend", "Mended when"];

    /// <summary>The names of a plan's alerts.</summary>
    public static IReadOnlyList<string> Names(Plan plan) => [.. Alerts(plan).Select(alert => alert.NameValue.Value.Text[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>What probes and the table of timers name and the code does not have.</summary>
    public static IEnumerable<string> Faults(Plan plan, Code code)
    {
        foreach (var test in plan.Deployed.Where(resource => resource.Type == "Microsoft.Insights/webtests"))
        {
            var properties = (ObjectValue)test.Body.Value.Properties["properties"];
            var address = ((ObjectValue)properties.Properties["Request"]).Properties["RequestUrl"].Text;
            var path = address[address.LastIndexOf('>')..].TrimStart('>');
            if (!IsRoute(path, code))
            {
                yield return $"{test.Place}: there is no address {path}";
            }
        }

        foreach (var fault in TimerFaults(plan.Sources, code))
        {
            yield return fault;
        }
    }

    /// <summary>What is amiss between alerts and pages.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="pages">The pages' texts by their names, without the extension.</param>
    public static IEnumerable<string> PageFaults(Plan plan, IReadOnlyDictionary<string, string> pages)
    {
        var names = Names(plan);
        foreach (var alert in Alerts(plan).Where(alert => alert.Type != "Microsoft.Consumption/budgets"))
        {
            var name = alert.NameValue.Value.Text[Prefix.Length..];
            var says = ((ObjectValue)alert.Body.Value.Properties["properties"]).Properties.GetValueOrDefault("description")?.Text ?? "";
            if (!says.EndsWith($"docs/operations/alerts/{name}.md", StringComparison.Ordinal))
            {
                yield return $"the alert {name} does not name its page";
            }
        }

        foreach (var name in names.Except(pages.Keys))
        {
            yield return $"the alert {name} has no page";
        }

        foreach (var (name, text) in pages.Where(page => page.Key != "README"))
        {
            if (!names.Contains(name))
            {
                yield return $"the page {name} has no alert";
            }

            var headings = Heading().Matches(text).Select(match => match.Groups["text"].Value.Trim());
            foreach (var heading in Headings.Except(headings))
            {
                yield return $"the page {name} has no heading {heading}";
            }
        }
    }

    private static IEnumerable<PlannedResource> Alerts(Plan plan) => plan.Deployed.Where(resource => resource.NameValue.Value.Text.StartsWith(Prefix, StringComparison.Ordinal));

    private static bool IsRoute(string path, Code code) => code.Routes.Contains(path);

    // The table of timers in Bicep: objects that have a function and a schedule.
    private static IEnumerable<string> TimerFaults(BicepSources sources, Code code)
    {
        var timers = sources.Files.SelectMany(file => file.Of<VariableDeclaration>().SelectMany(variable => variable.At.All())
            .Where(node => node.Type == "object").Select(ExpressionReader.Read).OfType<ObjectExpression>().Where(timer => timer["function"] is Constant && timer["cron"] is Constant)
            .Select(timer => (Place: $"{file.Path}:{timer.At.Line}", Function: (string)((Constant)timer["function"]!).Content!, Cron: (string)((Constant)timer["cron"]!).Content!))).ToList();
        foreach (var (place, function, cron) in timers)
        {
            if (!code.Schedules.TryGetValue(function, out var schedule))
            {
                yield return $"{place}: {function} does not run by the clock";
            }
            else if (schedule != cron)
            {
                yield return $"{place}: {function} runs at {schedule}, not at {cron}";
            }
        }

        foreach (var function in code.Schedules.Keys.Except(timers.Select(timer => timer.Function)))
        {
            yield return $"nobody is told when {function} is late";
        }
    }

    [GeneratedRegex(@"^#+\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
