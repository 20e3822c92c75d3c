using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Inbox;

/// <summary>A text that a person has to read: somebody is in need, or reports a lost card.</summary>
/// <param name="Cardholder">The docket.</param>
/// <param name="Kind">Why it was raised.</param>
/// <param name="At">When the provider received the text.</param>
/// <param name="Language">The person's language, as a BCP 47 tag.</param>
/// <param name="Words">Where the words lie, see <see cref="Messages.KeptWords"/>. They are deleted after 90 days.</param>
public sealed record InboxItem(
    CardholderId Cardholder, InboxKind Kind, [property: JsonConverter(typeof(InstantConverter))] Instant At, string Language, string Words);

/// <summary>Why an item was raised.</summary>
public enum InboxKind
{
    /// <summary>Somebody was stopped or arrested, is ill, afraid or lost.</summary>
    Distress,

    /// <summary>Somebody lost the card, or wants it blocked.</summary>
    Loss,
}
