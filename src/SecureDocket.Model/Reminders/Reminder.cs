using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>One planned SMS about one version of one hearing, check-in or card event, or in reply to the person's text.</summary>
/// <remarks>A reminder is sent at most once. A failed one is replaced by another reminder with its own <see cref="Retry"/>.</remarks>
public sealed record Reminder
{
    /// <summary>The kind of news, in <see cref="ReminderSubject.Id"/>, that tells a previous number that texts go to another one.</summary>
    public const string OldNumberNews = "number";

    /// <summary>Derived from the docket, <see cref="Subject"/>, <see cref="Occasion"/> and <see cref="Retry"/>.</summary>
    public required ReminderId Id { get; init; }

    /// <summary>The subject.</summary>
    public required ReminderSubject Subject { get; init; }

    /// <summary>The point in the subject's life at which it is sent.</summary>
    public required ReminderOccasion Occasion { get; init; }

    /// <summary>The number of failed messages before this one; 0 for the first.</summary>
    public int Retry { get; init; }

    /// <summary>What happened to the card, in the journal's words; null for every other subject.</summary>
    public string? News { get; init; }

    /// <summary>When it should be sent.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Due { get; init; }

    /// <summary>When it becomes useless.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Until { get; init; }

    /// <summary>
    /// The earlier moment before which the person should know: when the date that does not stand would have begun. Null if that is <see
    /// cref="Until"/>.
    /// </summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? Before { get; init; }

    /// <summary>The state.</summary>
    public ReminderState State { get; init; }

    /// <summary>Why it stopped, or the provider's status, as a stable code; null if there is nothing to explain.</summary>
    public string? Reason { get; init; }

    /// <summary>The number of times it was claimed.</summary>
    public int Attempts { get; init; }

    /// <summary>The attempt that holds it or last held it.</summary>
    public string? Operation { get; init; }

    /// <summary>When it was last claimed.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ClaimedAt { get; init; }

    /// <summary>When the provider accepted it.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? SentAt { get; init; }

    /// <summary>The provider's message ID.</summary>
    public string? MessageId { get; init; }

    /// <summary>When it entered <see cref="State"/>; null while it waits as first planned.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ChangedAt { get; init; }

    /// <summary>The person's reply; null until they replied.</summary>
    public ReminderAnswer? Answer { get; init; }

    /// <summary>When the person replied.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? AnsweredAt { get; init; }

    /// <summary>
    /// The text of a reply to the person, or of news that is about no date and no card, until it is sent; null for texts rendered from the
    /// docket on sending.
    /// </summary>
    public string? Body { get; init; }

    /// <summary>
    /// Where the text lies in an officer's words, outside docket, journal and archive; it is deleted after 90 days. Null for every other text.
    /// </summary>
    public string? Words { get; init; }

    /// <summary>The inbox item that was raised for the text replied to, if the reply says that a person will read it; null otherwise.</summary>
    public string? Raised { get; init; }

    /// <summary>The number to send to, E.164, until it is sent: the previous number when it was replaced. Null for the person's current number.</summary>
    public string? To { get; init; }

    /// <summary>The check-in that a reply confirms as booked, which needs no notice once the reply was delivered; null for every other reminder.</summary>
    public ReminderSubject? Confirms { get; init; }

    /// <summary>The date that a reply asks about, so that the next digit is about that date; null for every other reminder.</summary>
    public ReminderSubject? Asks { get; init; }

    /// <summary>Whether nothing more will be done about it, except to record a late receipt.</summary>
    [JsonIgnore]
    public bool IsSettled => State is not (ReminderState.Planned or ReminderState.Claimed or ReminderState.Accepted);

    /// <summary>Whether the person has read it, or may have.</summary>
    [JsonIgnore]
    public bool MayHaveBeenRead => State is ReminderState.Claimed or ReminderState.Accepted or ReminderState.Delivered or ReminderState.Unknown;

    /// <summary>The moment by which the person should know: <see cref="Before"/>, and once that has passed, <see cref="Until"/>.</summary>
    public Instant ShouldBeKnownBy(Instant now) => now < Before ? Before.Value : Until;

    /// <summary>Creates a reminder as first planned.</summary>
    public static Reminder Plan(CardholderId cardholder, ReminderSubject subject, ReminderOccasion occasion, Instant due, Instant until) => new()
    {
        Id = ReminderId.Of(cardholder, subject, occasion, 0),
        Subject = subject,
        Occasion = occasion,
        Due = due,
        Until = until,
    };
}

/// <summary>The subject of a reminder.</summary>
/// <param name="Kind">The kind of subject.</param>
/// <param name="Id">The ID of the hearing or check-in, the card's number, the provider's ID of the text replied to, or the kind of news.</param>
/// <param name="Version">The version that the reminder is about.</param>
public sealed record ReminderSubject(ReminderSubjectKind Kind, string Id, long Version);

/// <summary>The kinds of subject.</summary>
public enum ReminderSubjectKind
{
    /// <summary>A court date; the version is <see cref="Hearings.Hearing.DateVersion"/>.</summary>
    Hearing,

    /// <summary>A reporting date; the version is <see cref="CheckIns.CheckIn.Version"/>.</summary>
    CheckIn,

    /// <summary>An event of a card; the version is the event's position in the journal.</summary>
    Card,

    /// <summary>A text from the person, or news that is about no date and no card.</summary>
    Text,
}

/// <summary>The point in its subject's life at which a reminder is sent.</summary>
public enum ReminderOccasion
{
    /// <summary>When the subject was set, moved or cancelled, or when it happened.</summary>
    Notice,

    /// <summary>Seven days before the date.</summary>
    SevenDays,

    /// <summary>Three days before the date.</summary>
    ThreeDays,

    /// <summary>The day before the date.</summary>
    OneDay,

    /// <summary>After a check-in was missed.</summary>
    Missed,

    /// <summary>In reply to a text.</summary>
    Answer,

    /// <summary>When the court turned out to be closed on the day of the hearing.</summary>
    Closed,
}

/// <summary>
/// The state of a reminder. It only moves forward: of two states reported in any order, the later one in this list stands, except that a
/// claim that provably sent nothing is undone.
/// </summary>
public enum ReminderState
{
    /// <summary>It is waiting until it is due.</summary>
    Planned,

    /// <summary>A sender is about to hand it to the provider. This is committed before the handover.</summary>
    Claimed,

    /// <summary>The provider accepted it; a receipt will follow.</summary>
    Accepted,

    /// <summary>It may have been sent, but the outcome is unknown. A receipt settles it if one arrives; it is never sent again.</summary>
    Unknown,

    /// <summary>It was delivered to the phone.</summary>
    Delivered,

    /// <summary>It was not delivered to the phone.</summary>
    Failed,

    /// <summary>Its subject no longer takes place.</summary>
    Cancelled,

    /// <summary>Its subject has a newer version.</summary>
    Superseded,

    /// <summary>The person has no number that may receive texts.</summary>
    Suppressed,

    /// <summary>It would have been too late to be useful.</summary>
    Expired,
}

/// <summary>A person's reply to a reminder, by digit.</summary>
public enum ReminderAnswer
{
    /// <summary>1: I will be there.</summary>
    WillCome,

    /// <summary>2: I need to move it.</summary>
    NeedsToMove,

    /// <summary>3: help.</summary>
    NeedsHelp,
}
