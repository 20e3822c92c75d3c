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
    /// <param name="IsOnly">Whether no other date awaits a reply, so that yes and no are clear.</param>
    public sealed record DateAnswer(TextSubject Subject, bool IsOnly = true) : Awaiting;

    /// <summary>It asked for the digit of an opening.</summary>
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
    /// A person who has opted out only gets replies about that. A keyword that the carrier replies to gets no second reply. The
    /// caller keeps the new state, since only the caller knows whether the action succeeded and which text was sent.
    /// </remarks>
    public static Turn Next(ConversationState state, InboundText said)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(said);
        TextKey? Unanswered(TextKey reply) => said.IsCarrierKeyword ? null : reply;
        return (said.Intent, state) switch
        {
            (InboundIntent.Stop, _) => new(TurnAction.OptOut, Unanswered(TextKey.Stopped)),
            (InboundIntent.Start, _) => new(TurnAction.OptIn, Unanswered(TextKey.Started)),
            (InboundIntent.WrongNumber, _) => new(TurnAction.ReportWrongNumber, TextKey.WrongNumber),
            (InboundIntent.Echo, _) or (_, { OptedOut: true }) => new(TurnAction.None),
            (InboundIntent.Help or InboundIntent.Distress or InboundIntent.Loss, _) => new(TurnAction.AskForHelp, Unanswered(TextKey.Help)),
            (InboundIntent.Digit, { Awaiting: Awaiting.DateAnswer asked }) => AnswerAboutDate(asked.Subject, said.Digit),
            (InboundIntent.Digit, { Awaiting: Awaiting.OpeningChoice offered }) => said.Digit is { } digit && digit >= 1 && digit <= offered.Count
                ? new(TurnAction.Book, TextKey.Booked, digit - 1)
                : new(TurnAction.None, TextKey.Unclear),
            (InboundIntent.Digit, _) => new(TurnAction.None, TextKey.Help),
            (InboundIntent.Yes or InboundIntent.No, { Awaiting: Awaiting.DateAnswer { IsOnly: true } asked }) =>
                AnswerAboutDate(asked.Subject, said.Intent == InboundIntent.Yes ? 1 : 2),
            _ => new(TurnAction.None, TextKey.Unclear),
        };
    }

    private static Turn AnswerAboutDate(TextSubject subject, int? digit) => (digit, subject) switch
    {
        (1, _) => new(TurnAction.Confirm, TextKey.Confirmed),
        (2, TextSubject.CheckIn) => new(TurnAction.OfferOpenings, TextKey.Openings),
        (2, _) => new(TurnAction.AskToMove, TextKey.MoveHearing),
        (3, _) => new(TurnAction.AskForHelp, TextKey.Help),
        _ => new(TurnAction.None, TextKey.Unclear),
    };
}
