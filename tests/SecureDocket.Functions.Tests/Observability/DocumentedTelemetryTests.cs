using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using SecureDocket.Credentials;
using SecureDocket.Functions.Access;
using SecureDocket.Reminders;
using SecureDocket.Searches;
using SecureDocket.Testing;
using SecureDocket.Verdicts;
using Xunit;

namespace SecureDocket.Functions.Tests.Observability;

/// <summary>Holds <c>docs/operations/telemetry.md</c> to the code, in both directions.</summary>
public sealed partial class DocumentedTelemetryTests
{
    private static readonly string s_page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "operations", "telemetry.md"));

    [Fact]
    public void The_page_has_every_instrument_with_its_unit_and_tags_and_no_other()
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        Dictionary<string, SortedSet<string>> tags = [];

        // Other tests measure at the same time, under the same names.
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var telemetry = new Telemetry(meters);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, mine) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                mine.EnableMeasurementEvents(instrument);
                tags[instrument.Name] = new(StringComparer.Ordinal);
                found.Add($"{instrument.Name} {instrument.Unit}");
                Assert.NotEmpty(instrument.Description!);
            }
        };
        void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> said, object? state)
        {
            foreach (var tag in said)
                tags[instrument.Name].Add(tag.Key);
        }

        listener.SetMeasurementEventCallback<long>(Measured);
        listener.SetMeasurementEventCallback<double>(Measured);
        listener.Start();
        SayEverything(telemetry);

        var documented = Instrument().Matches(s_page).ToDictionary(
            match => match.Groups["name"].Value,
            match => (Unit: match.Groups["unit"].Value, Tags: Code().Matches(match.Groups["tags"].Value).Select(tag => tag.Groups[1].Value)));
        Assert.Equal(found, documented.Select(instrument => $"{instrument.Key} {instrument.Value.Unit}").Order(StringComparer.Ordinal));
        Assert.All(documented, instrument => Assert.Equal(tags[instrument.Key], instrument.Value.Tags.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_page_has_every_activity_and_no_other()
    {
        using var listener = new ActivityListener { ShouldListenTo = source => source.Name == Telemetry.Name, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        ActivitySource.AddActivityListener(listener);
        List<string> found = [];
        foreach (var use in Enum.GetValues<TracedUse>())
        {
            using var activity = Telemetry.Begin(use);
            found.Add(activity!.OperationName);
        }

        Assert.Equal(found.Order(StringComparer.Ordinal), Activity().Matches(s_page).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_has_every_log_line_with_its_level_and_no_other()
    {
        var lines = typeof(AccessRules).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .ToList();

        Assert.Equal(lines.Count, lines.Select(line => line.EventId).Distinct().Count());
        Assert.Equal(
            lines.Select(line => $"{line.EventId} {line.Level}").Order(StringComparer.Ordinal),
            LogEvent().Matches(s_page).Select(match => $"{match.Groups["id"].Value} {match.Groups["level"].Value}").Order(StringComparer.Ordinal));
    }

    private static void SayEverything(Telemetry telemetry)
    {
        telemetry.CardIssued();
        telemetry.Judged(Outcome.Valid, [], Audience.Officer);
        var reminder = Reminder.Plan(
            CardholderId.FromBytes(new byte[16]), new(ReminderSubjectKind.Card, "1", 1), ReminderOccasion.Notice, Instant.MinValue, Instant.MaxValue);
        telemetry.Changed(reminder, reminder with { State = ReminderState.Accepted, SentAt = Instant.MinValue });
        telemetry.SignatureMade(KeyUse.Cards, TimeSpan.Zero);
        telemetry.StorageAsked(StorageService.Tables, "get", StorageOutcome.Ok, retries: 1);
        telemetry.TimerRan("ExpireCards", succeeded: true);
        telemetry.SmsEventHandled(TimeSpan.Zero);
        telemetry.PartnerRefused("forbidden");
        telemetry.RecordRefused("Damaged");
        telemetry.Searched(SearchKeyKind.ANumber, found: true);
    }

    [GeneratedRegex(@"^\| `(?<name>securedocket\.[a-z.]+)` \| `(?<unit>[^`]+)` \| (?<tags>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Instrument();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `(?<name>[a-z]+\.[a-z]+)` \| [^`|]", RegexOptions.Multiline)]
    private static partial Regex Activity();

    [GeneratedRegex(@"^\| (?<id>[0-9]+) \| (?<level>[A-Z][a-z]+) \|", RegexOptions.Multiline)]
    private static partial Regex LogEvent();
}
