using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Inbox;

/// <summary>A text that a person has to read.</summary>
/// <param name="Cardholder">The docket.</param>
/// <param name="Kind">Why it was raised.</param>
/// <param name="At">When the provider received the text.</param>
/// <param name="Language">The person's language, as a BCP 47 tag.</param>
/// <param name="Words">Where the words lie, see <see cref="Dockets.KeptWords"/>. They are deleted after 90 days.</param>
public sealed record InboxItem(
    CardholderId Cardholder, InboxKind Kind, [property: JsonConverter(typeof(InstantConverter))] Instant At, string Language, string Words)
{
    /// <summary>The office of the person's next check-in, or else of the latest; null without one, so that it concerns every office.</summary>
    public string? Office { get; init; }

    /// <summary>The state; null while it is new.</summary>
    public InboxState? State { get; init; }

    /// <summary>The officer who has it; null while it is new.</summary>
    public Actor? Holder { get; init; }

    /// <summary>When it entered <see cref="State"/> or got another holder; null while it is new.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? ChangedAt { get; init; }

    /// <summary>The answer, from the moment that it is about to be planned; null without one.</summary>
    public InboxWords? Answer { get; init; }

    /// <summary>The note with which it was closed; null without one.</summary>
    public InboxWords? Note { get; init; }

    /// <summary>Whether it waits for nobody any more.</summary>
    [JsonIgnore]
    public bool IsDone => State is InboxState.Answered or InboxState.Closed;

    /// <summary>Whether somebody is in need, a card is lost or a date is near, so that it comes before others.</summary>
    [JsonIgnore]
    public bool IsUrgent => Kind is InboxKind.Distress or InboxKind.Loss or InboxKind.Call;
}

/// <summary>What an officer wrote about an item.</summary>
/// <param name="Operation">The operation of the command.</param>
/// <param name="By">The officer.</param>
/// <param name="At">When.</param>
/// <param name="Words">Where the words lie, see <see cref="Dockets.KeptWords"/>.</param>
public sealed record InboxWords(string Operation, Actor By, [property: JsonConverter(typeof(InstantConverter))] Instant At, string Words);

/// <summary>Why an item was raised.</summary>
public enum InboxKind
{
    /// <summary>Somebody was stopped or arrested, is ill, afraid or lost.</summary>
    Distress,

    /// <summary>Somebody lost the card, or wants it blocked.</summary>
    Loss,

    /// <summary>Somebody asked for help.</summary>
    Help,

    /// <summary>Somebody wrote words that no machine understands.</summary>
    Unclear,

    /// <summary>Somebody cannot be told of a date by text, or not in time, and has to be called. The words are ours.</summary>
    Call,
}

/// <summary>The state of an item. It only moves forward.</summary>
public enum InboxState
{
    /// <summary>Nobody has it.</summary>
    New,

    /// <summary>An officer has it.</summary>
    Assigned,

    /// <summary>An officer answered it by text.</summary>
    Answered,

    /// <summary>An officer closed it with a note.</summary>
    Closed,
}
