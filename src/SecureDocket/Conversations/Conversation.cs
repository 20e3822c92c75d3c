using System.Text.Json.Serialization;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>The state of the exchange of texts with a person.</summary>
/// <param name="OptedOut">Whether the person has opted out of texts.</param>
/// <param name="Awaiting">What the last text asked for.</param>
public sealed record ConversationState(bool OptedOut, Awaiting Awaiting)
{
    /// <summary>The state before the first text.</summary>
    public static ConversationState Initial { get; } = new(false, new Awaiting.Nothing());
}

/// <summary>What the last text asked for.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Nothing), "nothing")]
[JsonDerivedType(typeof(DateAnswer), "dateAnswer")]
[JsonDerivedType(typeof(OpeningChoice), "openingChoice")]
public abstract record Awaiting
{
    private Awaiting()
    {
    }

    /// <summary>It asked for nothing.</summary>
    public sealed record Nothing : Awaiting;

    /// <summary>It asked for a reply about a date: 1 = I will be there, 2 = I need to move it, 3 = help.</summary>
    /// <param name="Subject"><see cref="TextSubject.Hearing"/> or <see cref="TextSubject.CheckIn"/>.</param>
    /// <param name="IsOnly">Whether no other date awaits a reply, so that words that name no date are clear.</param>
    public sealed record DateAnswer(TextSubject Subject, bool IsOnly = true) : Awaiting;

    /// <summary>It asked for the digit of an opening; the digit after the last one is for none of them.</summary>
    /// <param name="Count">The number of openings offered: 1 to <see cref="TextValues.MaxOpenings"/>.</param>
    public sealed record OpeningChoice(int Count) : Awaiting;
}

/// <summary>The action that a text causes.</summary>
public enum TurnAction
{
    /// <summary>No action.</summary>
    None,

    /// <summary>Stop sending texts.</summary>
    OptOut,

    /// <summary>Resume sending texts.</summary>
    OptIn,

    /// <summary>Record that the person will be there.</summary>
    Confirm,

    /// <summary>Record that the person needs another hearing date, which only the court can set.</summary>
    AskToMove,

    /// <summary>Find and offer openings for another check-in date; if there are none, the reply is <see cref="TextKey.NoOpenings"/> instead.</summary>
    OfferOpenings,

    /// <summary>Book the chosen opening; if it was taken in the meantime, the reply is <see cref="TextKey.OpeningTaken"/> instead.</summary>
    Book,

    /// <summary>Offer other openings than those that the person refused; if none are left, the reply is <see cref="TextKey.NoOpenings"/> instead.</summary>
    OfferOthers,

    /// <summary>Ask again about the one date that a digit would be about; the reply names it.</summary>
    AskAgain,

    /// <summary>Record that the person asks for help.</summary>
    AskForHelp,

    /// <summary>Stop sending texts, and record that the phone does not belong to the cardholder.</summary>
    ReportWrongNumber,
}

/// <summary>The consequence of a text.</summary>
/// <param name="Action">The action.</param>
/// <param name="Reply">The reply; null for none.</param>
/// <param name="Opening">For <see cref="TurnAction.Book"/>, the index of the chosen opening in the offered list, from 0; null otherwise.</param>
public sealed record Turn(TurnAction Action, TextKey? Reply = null, int? Opening = null);

/// <summary>The SMS dialogue as a pure state machine.</summary>
public static class Conversation
{
    /// <summary>Determines the consequence of a text.</summary>
    /// <param name="state">The state of the exchange.</param>
    /// <param name="said">The person's text.</param>
    /// <remarks>
    /// A person who has opted out only gets replies about that. Only a digit, or words where a single date awaits a reply, act on a date;
    /// anything less is asked again. The caller keeps the new state, since only the caller knows whether the action succeeded and which
    /// text was sent.
    /// </remarks>
    public static Turn Next(ConversationState state, InboundText said)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(said);
        return (said.Intent, state) switch
        {
            (InboundIntent.Stop, _) => new(TurnAction.OptOut, said.MayMeanDate ? TextKey.StoppedByCancel : TextKey.Stopped),
            (InboundIntent.Start, _) => new(TurnAction.OptIn, TextKey.Started),
            (InboundIntent.WrongNumber, _) => new(TurnAction.ReportWrongNumber, TextKey.WrongNumber),
            (InboundIntent.Echo, _) => new(TurnAction.None),
            (_, { OptedOut: true }) => new(TurnAction.None, TextKey.TextsAreOff),
            (InboundIntent.Help, _) => new(TurnAction.AskForHelp, TextKey.Help),
            (InboundIntent.Distress, _) => new(TurnAction.AskForHelp, TextKey.UrgentHelp),
            (InboundIntent.Loss, _) => new(TurnAction.None, TextKey.LossHelp),
            (_, { Awaiting: Awaiting.DateAnswer asked }) => AnswerAboutDate(asked, said),
            (_, { Awaiting: Awaiting.OpeningChoice offered }) => Choose(offered, said),
            (InboundIntent.Digit, _) => new(TurnAction.None, TextKey.Help),
            _ => new(TurnAction.None, TextKey.Unclear),
        };
    }

    private static Turn AnswerAboutDate(Awaiting.DateAnswer asked, InboundText said) => (said.Intent, said.Digit) switch
    {
        (InboundIntent.Yes, _) when asked.IsOnly => new(TurnAction.Confirm, TextKey.Confirmed),
        (InboundIntent.Move, _) when asked.IsOnly => Move(asked.Subject),
        (InboundIntent.Yes, _) => new(TurnAction.AskAgain, TextKey.DateReminder),
        (InboundIntent.No or InboundIntent.Move, _) => new(TurnAction.AskAgain, TextKey.MoveQuestion),
        (InboundIntent.Digit, 1) => new(TurnAction.Confirm, TextKey.Confirmed),
        (InboundIntent.Digit, 2) => Move(asked.Subject),
        (InboundIntent.Digit, 3) => new(TurnAction.AskForHelp, TextKey.Help),
        _ => new(TurnAction.None, TextKey.Unclear),
    };

    private static Turn Move(TextSubject subject) =>
        subject == TextSubject.CheckIn ? new(TurnAction.OfferOpenings, TextKey.Openings) : new(TurnAction.AskToMove, TextKey.MoveHearing);

    private static Turn Choose(Awaiting.OpeningChoice offered, InboundText said) => said switch
    {
        { Intent: InboundIntent.Digit, Digit: { } digit } when digit >= 1 && digit <= offered.Count => new(TurnAction.Book, TextKey.Booked, digit - 1),
        { Intent: InboundIntent.Digit, Digit: { } digit } when digit == offered.Count + 1 => new(TurnAction.OfferOthers, TextKey.Openings),
        { Intent: InboundIntent.No or InboundIntent.Move } => new(TurnAction.OfferOthers, TextKey.Openings),
        _ => new(TurnAction.None, TextKey.Unclear),
    };
}
