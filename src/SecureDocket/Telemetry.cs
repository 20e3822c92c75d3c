using System.Diagnostics;
using System.Diagnostics.Metrics;
using SecureDocket.Credentials;
using SecureDocket.Reminders;
using SecureDocket.Searches;
using SecureDocket.Verdicts;

namespace SecureDocket;

/// <summary>The system's metrics, and the activities that trace its use cases.</summary>
/// <remarks>
/// A tag has one of a few values and never identifies anyone or anything: only this class turns typed values into tags.
/// <c>docs/operations/telemetry.md</c> explains each, and a test compares it with this class.
/// </remarks>
public sealed class Telemetry : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "SecureDocket";

    private static readonly ActivitySource s_activities = new(Name);

    // Seconds, from a call within the data centre to one that reached its time limit.
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
    private readonly Counter<long> _receiptsNotDocumented;
    private readonly Counter<long> _recordsRefused;
    private readonly Counter<long> _searches;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">The meter factory, so that several hosts in one process count separately; null for a separate meter.</param>
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
        _receiptsNotDocumented = _meter.CreateCounter<long>("securedocket.sms.receipts.undocumented", "{receipt}", "Receipts with a status that the provider does not document.");
        _recordsRefused = _meter.CreateCounter<long>("securedocket.records.refused", "{row}", "Stored rows of dockets that were refused.");
        _searches = _meter.CreateCounter<long>("securedocket.searches", "{search}", "Searches for people by officers.");
        _partnersRefused = _meter.CreateCounter<long>("securedocket.partners.refused", "{request}", "Requests of partners that were refused.");
    }

    /// <summary>Starts an activity of a use case; null if there is no listener.</summary>
    public static Activity? Begin(TracedUse use) => s_activities.StartActivity(use switch
    {
        TracedUse.IssueCard => "cards.issue",
        TracedUse.VerifyCard => "cards.verify",
        TracedUse.SendReminder => "reminders.send",
        TracedUse.PublishStatusLists => "lists.publish",
        _ => throw new ArgumentOutOfRangeException(nameof(use)),
    });

    /// <summary>Counts an issued card, once per card.</summary>
    public void CardIssued() => _cardsIssued.Add(1);

    /// <summary>Counts an answered verification.</summary>
    public void Judged(Outcome outcome, IReadOnlyList<string> reasons, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        _verdicts.Add(
            1,
            Tag("verdict", Word(outcome)),
            // Reasons are codes from a published list, never input.
            Tag("reason", reasons is [var first, ..] ? first : "none"),
            Tag("audience", Word(audience)));
    }

    /// <summary>Counts a committed change of a reminder when it reaches a state of interest, and its delay once, when it is known to have been sent.</summary>
    /// <param name="before">The reminder before; null if the change planned it.</param>
    /// <param name="after">The reminder after the change.</param>
    public void Changed(Reminder? before, Reminder after)
    {
        ArgumentNullException.ThrowIfNull(after);
        if (before?.State != after.State && after.State is not (ReminderState.Planned or ReminderState.Claimed))
        {
            _reminders.Add(1, Tag("state", Word(after.State)));
        }

        if (before?.SentAt is null && after.SentAt is { } sent)
        {
            _lateness.Record(Math.Max(0, (sent - after.Due).TotalSeconds), Tag("urgency", Word(Urgencies.Of(after, after.Due))));
        }
    }

    /// <summary>Records the duration of a signature by the vault.</summary>
    public void SignatureMade(KeyUse use, TimeSpan took) =>
        _signatures.Record(took.TotalSeconds, Tag("use", Word(use)));

    /// <summary>Counts a storage operation after all its retries.</summary>
    /// <param name="service">The service.</param>
    /// <param name="operation">The HTTP method in lower case, or <c>batch</c> for a transaction; everything else is <c>other</c>.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="retries">The number of retries.</param>
    public void StorageAsked(StorageService service, string operation, StorageOutcome outcome, int retries)
    {
        var verb = operation is "get" or "head" or "put" or "post" or "patch" or "merge" or "delete" or "batch" ? operation : "other";
        _operations.Add(1, Tag("service", Word(service)), Tag("operation", verb), Tag("outcome", Word(outcome)));
        if (retries > 0)
        {
            _retries.Add(retries, Tag("service", Word(service)));
        }
    }

    /// <summary>Counts a run of a timer function.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="succeeded">Whether it succeeded.</param>
    public void TimerRan(string function, bool succeeded) =>
        _timerRuns.Add(1, Tag("function", function), Tag("outcome", succeeded ? "ok" : "failed"));

    /// <summary>Records the processing of an SMS event.</summary>
    /// <param name="lag">How long after the event it was processed.</param>
    public void SmsEventHandled(TimeSpan lag) => _smsEventLag.Record(Math.Max(0, lag.TotalSeconds));

    /// <summary>Counts a receipt whose status the provider does not document, so that its message may have failed for a reason unknown to us.</summary>
    public void ReceiptNotDocumented() => _receiptsNotDocumented.Add(1);

    /// <summary>Counts something stored about a docket that was refused: changed, moved, put back, or without its key.</summary>
    /// <param name="reason">The reason, see UnreadableReason.</param>
    public void RecordRefused(string reason) => _recordsRefused.Add(1, Tag("reason", reason.ToLowerInvariant()));

    /// <summary>Counts an answered search for a person.</summary>
    /// <param name="kind">What it was by.</param>
    /// <param name="found">Whether anybody was shown.</param>
    public void Searched(SearchKeyKind kind, bool found) => _searches.Add(1, Tag("kind", Word(kind)), Tag("outcome", found ? "found" : "none"));

    /// <summary>Counts a refused request of a partner.</summary>
    /// <param name="code">The problem's code.</param>
    public void PartnerRefused(string code) => _partnersRefused.Add(1, Tag("code", code));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>The traced use cases.</summary>
public enum TracedUse
{
    /// <summary>A card is issued: <c>cards.issue</c>.</summary>
    IssueCard,

    /// <summary>A card is verified: <c>cards.verify</c>.</summary>
    VerifyCard,

    /// <summary>One reminder is sent: <c>reminders.send</c>.</summary>
    SendReminder,

    /// <summary>Status lists and pack are published: <c>lists.publish</c>.</summary>
    PublishStatusLists,
}

/// <summary>The storage services whose operations are counted.</summary>
public enum StorageService
{
    /// <summary>The tables.</summary>
    Tables,

    /// <summary>The blobs.</summary>
    Blobs,
}

/// <summary>The outcomes of a storage operation.</summary>
public enum StorageOutcome
{
    /// <summary>It succeeded.</summary>
    Ok,

    /// <summary>The service refused: the item did not exist, already existed, or had another version.</summary>
    Refused,

    /// <summary>The service was busy or did not respond.</summary>
    Failed,
}
