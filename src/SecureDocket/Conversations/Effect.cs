using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>The effect of a text on dockets.</summary>
/// <param name="Reply">The reply; null for none.</param>
internal sealed record Effect(Reply? Reply)
{
    /// <summary>The reminder that was replied to; null for none.</summary>
    public ReminderId? Answered { get; private init; }

    /// <summary>The reply that the person gave.</summary>
    public ReminderAnswer? Answer { get; private init; }

    /// <summary>The date that is asked about next, after the reply; null for none.</summary>
    public AskedDate? Next { get; init; }

    /// <summary>Whether planned replies are suppressed.</summary>
    public bool SilencesOthers { get; init; }

    /// <summary>Whether the phone does not belong to the cardholder.</summary>
    public bool IsWrongNumber { get; init; }

    /// <summary>Whether the phone belongs to a cardholder after all and can be reached.</summary>
    public bool ClearsFault { get; init; }

    /// <summary>Whether the reply is sent despite the daily limit: people are always told about completed actions.</summary>
    public bool IsAlwaysAnswered { get; init; }

    /// <summary>The effect of an offer of openings.</summary>
    public static Effect OfOffer(Offer offer, AskedDate? asked) =>
        new Effect(new Reply(offer.IsAgain ? TextKey.OpeningTaken : TextKey.Openings, Offer: offer)) { IsAlwaysAnswered = true }
            .Answering(offer.IsAgain || offer.Refused is not null ? null : asked, ReminderAnswer.NeedsToMove);

    /// <summary>This effect with the answer to a date that was asked about.</summary>
    public Effect Answering(AskedDate? asked, ReminderAnswer answer) => asked is null ? this : this with { Answered = asked.Reminder.Id, Answer = answer };

    /// <summary>Whether it does more than to reply: the person must learn what was done.</summary>
    public bool IsMoreThanWords => SilencesOthers || ClearsFault || Answered is not null;

    /// <summary>Whether it changes a docket, even one that does not get the reply.</summary>
    public bool Concerns(Docket docket) => SilencesOthers || ClearsFault || Answered?.Cardholder == docket.Cardholder.Id || IsNextOf(docket);

    /// <summary>Whether the date that is asked about next is the docket's.</summary>
    public bool IsNextOf(Docket docket) => Next?.Docket.Cardholder.Id == docket.Cardholder.Id;
}
