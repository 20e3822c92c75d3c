using System.Globalization;
using System.Text.RegularExpressions;
using SecureDocket.Health;
using SecureDocket.Infrastructure.Tests.Bicep;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Probes and timers are those of the code, and each alert has the page that its notice names.</summary>
internal static partial class AlertCheck
{
    private const string Prefix = "alert-";
    private static readonly Dictionary<string, TimeSpan> s_units = new() { ["m"] = TimeSpan.FromMinutes(1), ["h"] = TimeSpan.FromHours(1), ["d"] = TimeSpan.FromDays(1) };
    private static readonly string[] Headings = ["Meaning", "First look", "Fix", "Confirm the fix"];

    /// <summary>The names of a deployment's alerts.</summary>
    public static IReadOnlyList<string> Names(Deployment deployment) => [.. Alerts(deployment).Select(alert => alert.Name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>What probes and the alert of late timers name and the code does not have.</summary>
    public static IEnumerable<string> Faults(Deployment deployment, Code code)
    {
        foreach (var test in deployment.Of("Microsoft.Insights/webtests"))
        {
            var path = Address().Match(test.Text("properties", "Request", "RequestUrl")).Groups["path"].Value;
            if (!code.Routes.Contains(path))
            {
                yield return $"{deployment.Shorten(test.Name)}: there is no address {path}";
            }
        }

        var query = Alerts(deployment).Single(alert => alert.Name == "alert-timer-late").At("properties", "criteria", "allOf")[0].GetProperty("query").GetString()!;
        var timers = Timer().Matches(query).ToDictionary(timer => timer.Groups["function"].Value, timer => int.Parse(timer.Groups["number"].Value, CultureInfo.InvariantCulture) * s_units[timer.Groups["unit"].Value]);
        foreach (var (function, lateAfter) in timers)
        {
            if (!code.Schedules.TryGetValue(function, out var schedule))
            {
                yield return $"{function} does not run by the clock";
            }
            else if (LongestPause(schedule) is var pause && lateAfter <= pause)
            {
                yield return $"{function} is called late after {lateAfter}, and rests for {pause}";
            }
        }

        foreach (var function in code.Schedules.Keys.Except(timers.Keys))
        {
            yield return $"nobody is told when {function} is late";
        }
    }

    /// <summary>What is amiss between alerts and pages.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="pages">The pages' texts by their names, without the extension.</param>
    public static IEnumerable<string> PageFaults(Deployment deployment, IReadOnlyDictionary<string, string> pages)
    {
        var names = Names(deployment);
        foreach (var alert in Alerts(deployment).Where(alert => alert.Type != "Microsoft.Consumption/budgets"))
        {
            var name = alert.Name[Prefix.Length..];
            if (!alert.Text("properties", "description").EndsWith($"docs/operations/alerts/{name}.md", StringComparison.Ordinal))
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

    private static IEnumerable<Resource> Alerts(Deployment deployment) => deployment.Resources.Where(resource => resource.Name.StartsWith(Prefix, StringComparison.Ordinal));

    // No schedule is longer than a week.
    private static TimeSpan LongestPause(string cron)
    {
        var (schedule, longest) = (TimerSchedule.Parse(cron), TimeSpan.Zero);
        var last = schedule.After(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))!.Value;
        for (var end = last.AddDays(14); last < end;)
        {
            var next = schedule.After(last)!.Value;
            (longest, last) = (next - last > longest ? next - last : longest, next);
        }

        return longest;
    }

    [GeneratedRegex(@"^#+\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"'(?<path>/[^']*)'\)\]$|^https://[^/]+(?<path>/.*)$")]
    private static partial Regex Address();

    [GeneratedRegex("\"(?<function>\\w+)\", (?<number>\\d+)(?<unit>[mhd])\\b")]
    private static partial Regex Timer();
}
