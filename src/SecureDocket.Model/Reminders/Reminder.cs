using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>One planned SMS about one version of one hearing, check-in or card event, or in answer to what the person texted.</summary>
/// <remarks>A reminder is sent at most once. What takes the place of one that failed is another reminder, with a <see cref="Retry"/> of its own.</remarks>
public sealed record Reminder
{
    /// <summary>Derived from the docket, <see cref="Subject"/>, <see cref="Occasion"/> and <see cref="Retry"/>.</summary>
    public required ReminderId Id { get; init; }

    /// <summary>What it is about.</summary>
    public required ReminderSubject Subject { get; init; }

    /// <summary>When in the subject's life it is sent.</summary>
    public required ReminderOccasion Occasion { get; init; }

    /// <summary>0, or which message this is that takes the place of one that failed.</summary>
    public int Retry { get; init; }

    /// <summary>What happened to the card, in the journal's words; null for any other subject.</summary>
    public string? News { get; init; }

    /// <summary>When it is to be sent.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Due { get; init; }

    /// <summary>From when on it would be of no use.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Until { get; init; }

    /// <summary>How far it has come.</summary>
    public ReminderState State { get; init; }

    /// <summary>Why it came no further, or what the provider said, as a stable code; null when there is nothing to explain.</summary>
    public string? Reason { get; init; }

    /// <summary>How often it was claimed.</summary>
    public int Attempts { get; init; }

    /// <summary>The attempt that holds or last held it.</summary>
    public string? Operation { get; init; }

    /// <summary>When it was last claimed.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ClaimedAt { get; init; }

    /// <summary>When the provider accepted it.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? SentAt { get; init; }

    /// <summary>The provider's id for it.</summary>
    public string? MessageId { get; init; }

    /// <summary>When it came to <see cref="State"/>; null while it waits as first planned.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ChangedAt { get; init; }

    /// <summary>What the person answered; null before they did.</summary>
    public ReminderAnswer? Answer { get; init; }

    /// <summary>When the person answered.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? AnsweredAt { get; init; }

    /// <summary>The words of an answer to what the person texted, or of news that is no date's and no card's, until it has left; null for what is written from the docket when it leaves.</summary>
    public string? Body { get; init; }

    /// <summary>The number that it goes to, E.164, until it has left: the one of before, where another takes its place. Null for the person's.</summary>
    public string? To { get; init; }

    /// <summary>The check-in that an answer says is booked, which needs no notice once the answer got through; null for any other reminder.</summary>
    public ReminderSubject? Confirms { get; init; }

    /// <summary>Whether nothing more will be done about it, but for a receipt that comes late.</summary>
    [JsonIgnore]
    public bool IsSettled => State is not (ReminderState.Planned or ReminderState.Claimed or ReminderState.Accepted);

    /// <summary>Whether the person was, or may have been, told.</summary>
    [JsonIgnore]
    public bool MayHaveBeenRead => State is ReminderState.Claimed or ReminderState.Accepted or ReminderState.Delivered or ReminderState.Unknown;

    /// <summary>A reminder as first planned.</summary>
    public static Reminder Plan(CardholderId cardholder, ReminderSubject subject, ReminderOccasion occasion, Instant due, Instant until) => new()
    {
        Id = ReminderId.Of(cardholder, subject, occasion, 0),
        Subject = subject,
        Occasion = occasion,
        Due = due,
        Until = until,
    };
}

/// <summary>What a reminder is about.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Id">The hearing's or check-in's id, the card's number, the provider's id of the text that is answered, or the kind of news.</param>
/// <param name="Version">The version that is told of.</param>
public sealed record ReminderSubject(ReminderSubjectKind Kind, string Id, long Version);

/// <summary>The kinds of thing that a reminder is about.</summary>
public enum ReminderSubjectKind
{
    /// <summary>A court date; the version is <see cref="Hearings.Hearing.DateVersion"/>.</summary>
    Hearing,

    /// <summary>A reporting date; the version is <see cref="CheckIns.CheckIn.Version"/>.</summary>
    CheckIn,

    /// <summary>Something that happened to a card; the version is the place of the event in the journal.</summary>
    Card,

    /// <summary>A text from the person, or news that is no date's and no card's.</summary>
    Text,
}

/// <summary>When in its subject's life a reminder is sent.</summary>
public enum ReminderOccasion
{
    /// <summary>When it was set, moved, cancelled, or happened.</summary>
    Notice,

    /// <summary>Seven days before.</summary>
    SevenDays,

    /// <summary>Three days before.</summary>
    ThreeDays,

    /// <summary>The day before.</summary>
    OneDay,

    /// <summary>After a check-in was missed.</summary>
    Missed,

    /// <summary>In answer to a text.</summary>
    Answer,
}

/// <summary>How far a reminder has come. Only forward: of two that are told in any order, the later one here stands, but for a claim that provably sent nothing.</summary>
public enum ReminderState
{
    /// <summary>It waits for its time.</summary>
    Planned,

    /// <summary>A sender is about to hand it to the provider; committed before it is.</summary>
    Claimed,

    /// <summary>The provider took it; a receipt is to come.</summary>
    Accepted,

    /// <summary>It may have left, and nobody can say. Settled by a receipt if one comes; never sent again.</summary>
    Unknown,

    /// <summary>It reached the phone.</summary>
    Delivered,

    /// <summary>It did not reach the phone.</summary>
    Failed,

    /// <summary>Its subject no longer takes place.</summary>
    Cancelled,

    /// <summary>Its subject has a newer version.</summary>
    Superseded,

    /// <summary>The person has no number that may be sent to.</summary>
    Suppressed,

    /// <summary>It came too late to be of use.</summary>
    Expired,
}

/// <summary>What a person answered to a reminder, by digit.</summary>
public enum ReminderAnswer
{
    /// <summary>1: I will be there.</summary>
    WillCome,

    /// <summary>2: I need to move it.</summary>
    NeedsToMove,

    /// <summary>3: help.</summary>
    NeedsHelp,
}
