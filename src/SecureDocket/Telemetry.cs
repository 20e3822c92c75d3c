using System.Diagnostics;
using System.Diagnostics.Metrics;
using SecureDocket.Credentials;
using SecureDocket.Reminders;
using SecureDocket.Verdicts;

namespace SecureDocket;

/// <summary>What the system counts and times, and the activities that its use cases are traced as.</summary>
/// <remarks>
/// A tag says one of a few words, never who or what it was about: this is where typed values become tags, and nobody else
/// makes any. <c>docs/operations/telemetry.md</c> says what each means, and a test holds it to this class.
/// </remarks>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "SecureDocket";

    private static readonly ActivitySource s_activities = new(Name);

    // Seconds, from a call within the data centre to one that ran into its time limit.
    private static readonly InstrumentAdvice<double> s_calls = new() { HistogramBucketBoundaries = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    // Seconds, from the sender's own minute to a day.
    private static readonly InstrumentAdvice<double> s_delays = new() { HistogramBucketBoundaries = [1, 15, 60, 120, 300, 600, 1800, 3600, 10800, 43200, 86400] };

    private readonly Meter _meter;
    private readonly Counter<long> _cardsIssued;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _reminders;
    private readonly Histogram<double> _lateness;
    private readonly Histogram<double> _signatures;
    private readonly Counter<long> _operations;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _timerRuns;
    private readonly Histogram<double> _smsEventLag;
    private readonly Counter<long> _partnersRefused;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Whose meter it is, so that several hosts in one process count apart; null for one of its own.</param>
    public Telemetry(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _cardsIssued = _meter.CreateCounter<long>("securedocket.cards.issued", "{card}", "Cards issued.");
        _verdicts = _meter.CreateCounter<long>("securedocket.verdicts", "{verdict}", "Verifications answered.");
        _reminders = _meter.CreateCounter<long>("securedocket.reminders", "{reminder}", "Reminders that came to a state.");
        _lateness = _meter.CreateHistogram("securedocket.reminders.lateness", "s", "How long after it was due a reminder was sent.", advice: s_delays);
        _signatures = _meter.CreateHistogram("securedocket.signatures.duration", "s", "How long the vault took to sign.", advice: s_calls);
        _operations = _meter.CreateCounter<long>("securedocket.storage.operations", "{operation}", "Operations of tables and blobs, with all their tries.");
        _retries = _meter.CreateCounter<long>("securedocket.storage.retries", "{retry}", "Further tries of such operations.");
        _timerRuns = _meter.CreateCounter<long>("securedocket.timers.runs", "{run}", "Runs of timer functions.");
        _smsEventLag = _meter.CreateHistogram("securedocket.sms.events.lag", "s", "How long after it happened an event about texts was handled.", advice: s_delays);
        _partnersRefused = _meter.CreateCounter<long>("securedocket.partners.refused", "{request}", "Requests of partners that were refused.");
    }

    /// <summary>Begins an activity of a use case; null when nobody listens.</summary>
    public static Activity? Begin(TracedUse use) => s_activities.StartActivity(use switch
    {
        TracedUse.IssueCard => "cards.issue",
        TracedUse.VerifyCard => "cards.verify",
        TracedUse.SendReminder => "reminders.send",
        TracedUse.PublishStatusLists => "lists.publish",
        _ => throw new ArgumentOutOfRangeException(nameof(use)),
    });

    /// <summary>A card is issued, for the first and only time.</summary>
    public void CardIssued() => _cardsIssued.Add(1);

    /// <summary>A verification is answered.</summary>
    public void Judged(Outcome outcome, IReadOnlyList<string> reasons, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        _verdicts.Add(
            1,
            Tag("verdict", Word(outcome)),
            // Reasons are a published list of codes, never what was read.
            Tag("reason", reasons is [var first, ..] ? first : "none"),
            Tag("audience", Word(audience)));
    }

    /// <summary>A reminder's change is committed. Counted when it comes to a state that somebody would ask for, and its lateness once, when it is known to have left.</summary>
    /// <param name="before">The reminder before; null when it was planned in that change.</param>
    /// <param name="after">The reminder now.</param>
    public void Changed(Reminder? before, Reminder after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before?.State != after.State && after.State is not (ReminderState.Planned or ReminderState.Claimed))
        {
            _reminders.Add(1, Tag("state", Word(after.State)));
        }

        if (before?.SentAt is null && after.SentAt is { } sent)
        {
            _lateness.Record(Math.Max(0, (sent - after.Due).TotalSeconds));
        }
    }

    /// <summary>The vault signed.</summary>
    public void SignatureMade(KeyUse use, TimeSpan took) =>
        _signatures.Record(took.TotalSeconds, Tag("use", Word(use)));

    /// <summary>An operation of the storage has ended, after all its tries.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The HTTP method in lower case, or <c>batch</c> for a transaction; whatever else is <c>other</c>.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="retries">How often it was tried again.</param>
    public void StorageAsked(StorageService service, string operation, StorageOutcome outcome, int retries)
    {
        var verb = operation is "get" or "head" or "put" or "post" or "patch" or "merge" or "delete" or "batch" ? operation : "other";
        _operations.Add(1, Tag("service", Word(service)), Tag("operation", verb), Tag("outcome", Word(outcome)));
        if (retries > 0)
        {
            _retries.Add(retries, Tag("service", Word(service)));
        }
    }

    /// <summary>A run of a timer function has ended.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="succeeded">Whether it ended well.</param>
    public void TimerRan(string function, bool succeeded) =>
        _timerRuns.Add(1, Tag("function", function), Tag("outcome", succeeded ? "ok" : "failed"));

    /// <summary>An event about texts is handled.</summary>
    /// <param name="lag">How long after it happened.</param>
    public void SmsEventHandled(TimeSpan lag) => _smsEventLag.Record(Math.Max(0, lag.TotalSeconds));

    /// <summary>A partner's request is refused.</summary>
    /// <param name="code">The problem's code.</param>
    public void PartnerRefused(string code) => _partnersRefused.Add(1, Tag("code", code));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>The use cases that are traced.</summary>
public enum TracedUse
{
    /// <summary>A card is issued: <c>cards.issue</c>.</summary>
    IssueCard,

    /// <summary>A card is verified: <c>cards.verify</c>.</summary>
    VerifyCard,

    /// <summary>One reminder is brought on its way: <c>reminders.send</c>.</summary>
    SendReminder,

    /// <summary>Status lists and pack are published: <c>lists.publish</c>.</summary>
    PublishStatusLists,
}

/// <summary>The services that storage operations are counted of.</summary>
public enum StorageService
{
    /// <summary>The tables.</summary>
    Tables,

    /// <summary>The blobs.</summary>
    Blobs,
}

/// <summary>How a storage operation ended.</summary>
public enum StorageOutcome
{
    /// <summary>It was done.</summary>
    Ok,

    /// <summary>The service said no: not there, there already, or another version.</summary>
    Refused,

    /// <summary>The service was busy or gave no answer.</summary>
    Failed,
}
