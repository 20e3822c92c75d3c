using System.Text.Json.Serialization;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Where a person and the system stand in their exchange of texts.</summary>
/// <param name="OptedOut">Whether the person wants no texts.</param>
/// <param name="Awaiting">What the last text asked for.</param>
public sealed record ConversationState(bool OptedOut, Awaiting Awaiting)
{
    /// <summary>Before the first text.</summary>
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

    /// <summary>Nothing.</summary>
    public sealed record Nothing : Awaiting;

    /// <summary>An answer about a date: 1 = I will be there, 2 = I need to move it, 3 = help.</summary>
    /// <param name="Subject"><see cref="TextSubject.Hearing"/> or <see cref="TextSubject.CheckIn"/>.</param>
    public sealed record DateAnswer(TextSubject Subject) : Awaiting;

    /// <summary>The digit of an opening.</summary>
    /// <param name="Count">How many were offered: 1 to <see cref="TextValues.MaxOpenings"/>.</param>
    public sealed record OpeningChoice(int Count) : Awaiting;
}

/// <summary>What is to be done about a text.</summary>
public enum TurnAction
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Send no more texts.</summary>
    OptOut,

    /// <summary>Send texts again.</summary>
    OptIn,

    /// <summary>Note that the person will be there.</summary>
    Confirm,

    /// <summary>Note that the person needs another hearing date, which only the court can set.</summary>
    AskToMove,

    /// <summary>Find openings for another check-in date and offer them; where there are none, the reply is <see cref="TextKey.NoOpenings"/> instead.</summary>
    OfferOpenings,

    /// <summary>Book the chosen opening; when it was taken meanwhile, the reply is <see cref="TextKey.OpeningTaken"/> instead.</summary>
    Book,

    /// <summary>Note that the person asks for help.</summary>
    AskForHelp,

    /// <summary>Send no more texts, and note that the phone is not the cardholder's.</summary>
    ReportWrongNumber,
}

/// <summary>What follows from a text.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Reply">What is to be answered; null for no answer.</param>
/// <param name="Opening">For <see cref="TurnAction.Book"/> the chosen opening's index in the list that was offered, from 0; null otherwise.</param>
public sealed record Turn(TurnAction Action, TextKey? Reply = null, int? Opening = null);

/// <summary>The dialogue by text, as a pure state machine.</summary>
public static class Conversation
{
    /// <summary>What follows from a text.</summary>
    /// <param name="state">Where the person and the system stand.</param>
    /// <param name="said">What the person texted.</param>
    /// <remarks>
    /// Who has opted out is answered only about that. A word that the carrier answers gets no second answer from us. A new
    /// state is the caller's to keep: only it knows whether the action succeeded and which text went out.
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
            (_, { OptedOut: true }) => new(TurnAction.None),
            (InboundIntent.Help, _) => new(TurnAction.AskForHelp, Unanswered(TextKey.Help)),
            (InboundIntent.Digit, { Awaiting: Awaiting.DateAnswer asked }) => AnswerAboutDate(asked.Subject, said.Digit),
            (InboundIntent.Digit, { Awaiting: Awaiting.OpeningChoice offered }) => said.Digit is { } digit && digit >= 1 && digit <= offered.Count
                ? new(TurnAction.Book, TextKey.Booked, digit - 1)
                : new(TurnAction.None, TextKey.Unclear),
            (InboundIntent.Digit, _) => new(TurnAction.None, TextKey.Help),
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
