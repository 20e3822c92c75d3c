using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Texts;

namespace SecureDocket.Messages;

/// <summary>When somebody answers the help line, and in which languages.</summary>
/// <param name="First">The first day of the week.</param>
/// <param name="Last">The last day of the week, not before the first.</param>
/// <param name="Hours">The hours of each day.</param>
/// <param name="TimeZone">The IANA ID of the zone of the hours.</param>
/// <param name="Languages">The languages, as tags of the catalogue; at least one.</param>
public sealed partial record HelpHours(IsoDayOfWeek First, IsoDayOfWeek Last, SendHours Hours, string TimeZone, IReadOnlyList<string> Languages)
{
    private static readonly string[] s_days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Reads <c>Mon-Fri 08:00-20:00 America/New_York en+es</c>; null for anything else.</summary>
    public static HelpHours? Parse(string? text)
    {
        if (Pattern().Match(text ?? "") is not { Success: true } match
            || !s_time.Parse(match.Groups["opens"].Value).TryGetValue(default, out var opens)
            || !s_time.Parse(match.Groups["closes"].Value).TryGetValue(default, out var closes))
        {
            return null;
        }

        var (first, last) = (DayOf(match.Groups["first"].Value), DayOf(match.Groups["last"].Value));
        var languages = match.Groups["languages"].Value.Split('+');
        return first != IsoDayOfWeek.None && first <= last && opens < closes
            && DateTimeZoneProviders.Tzdb.Ids.Contains(match.Groups["zone"].Value)
            && languages.All(TextCatalogue.Default.Languages.Contains)
            ? new(first, last, new(opens, closes), match.Groups["zone"].Value, languages)
            : null;
    }

    private static IsoDayOfWeek DayOf(string name) => (IsoDayOfWeek)(Array.IndexOf(s_days, name) + 1);

    [GeneratedRegex(@"^(?<first>\w{3})-(?<last>\w{3}) (?<opens>[0-9:]{5})-(?<closes>[0-9:]{5}) (?<zone>[\w/+-]+) (?<languages>[A-Za-z+-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
