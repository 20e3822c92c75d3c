using System.Text.Json;
using SecureDocket.Conversations;
using SecureDocket.Texts;
using Xunit;

namespace SecureDocket.Tests.Conversations;

public sealed class ConversationTests
{
    private static readonly Awaiting s_nothing = new Awaiting.Nothing();
    private static readonly Awaiting s_hearing = new Awaiting.DateAnswer(TextSubject.Hearing);
    private static readonly Awaiting s_checkIn = new Awaiting.DateAnswer(TextSubject.CheckIn);
    private static readonly Awaiting s_twoOpenings = new Awaiting.OpeningChoice(2);

    private static readonly bool[] s_either = [false, true];

    private static readonly InboundText[] s_everything =
    [
        .. from intent in Enum.GetValues<InboundIntent>()
           where intent != InboundIntent.Digit
           select new InboundText(intent),
        .. Enumerable.Range(0, 10).Select(digit => new InboundText(InboundIntent.Digit, digit)),
    ];

    private static readonly Awaiting[] s_awaitings = [s_nothing, s_hearing, s_checkIn, .. Enumerable.Range(1, TextValues.MaxOpenings).Select(count => new Awaiting.OpeningChoice(count))];

    // State by what is said: N nothing, H a hearing's date, C a check-in's date, O two openings, all of a person who gets texts; X one who opted out.
    private const string Table = """
        said          N                             H                             C                             O                             X
        stop          OptOut:Stopped                OptOut:Stopped                OptOut:Stopped                OptOut:Stopped                OptOut:Stopped
        cancel        OptOut:StoppedByCancel        OptOut:StoppedByCancel        OptOut:StoppedByCancel        OptOut:StoppedByCancel        OptOut:StoppedByCancel
        start         OptIn:Started                 OptIn:Started                 OptIn:Started                 OptIn:Started                 OptIn:Started
        wrong         ReportWrongNumber:WrongNumber ReportWrongNumber:WrongNumber ReportWrongNumber:WrongNumber ReportWrongNumber:WrongNumber ReportWrongNumber:WrongNumber
        help          AskForHelp:Help               AskForHelp:Help               AskForHelp:Help               AskForHelp:Help               None:TextsAreOff
        unclear       None:Unclear                  None:Unclear                  None:Unclear                  None:Unclear                  None:TextsAreOff
        distress      AskForHelp:UrgentHelp         AskForHelp:UrgentHelp         AskForHelp:UrgentHelp         AskForHelp:UrgentHelp         None:TextsAreOff
        loss          None:LossHelp                 None:LossHelp                 None:LossHelp                 None:LossHelp                 None:TextsAreOff
        echo          None                          None                          None                          None                          None
        yes           None:Unclear                  Confirm:Confirmed             Confirm:Confirmed             None:Unclear                  None:TextsAreOff
        no            None:Unclear                  AskAgain:MoveQuestion         AskAgain:MoveQuestion         OfferOthers:Openings          None:TextsAreOff
        move          None:Unclear                  AskToMove:MoveHearing         OfferOpenings:Openings        OfferOthers:Openings          None:TextsAreOff
        0             None:Help                     None:Unclear                  None:Unclear                  None:Unclear                  None:TextsAreOff
        1             None:Help                     Confirm:Confirmed             Confirm:Confirmed             Book:Booked:0                 None:TextsAreOff
        2             None:Help                     AskToMove:MoveHearing         OfferOpenings:Openings        Book:Booked:1                 None:TextsAreOff
        3             None:Help                     AskForHelp:Help               AskForHelp:Help               OfferOthers:Openings          None:TextsAreOff
        4             None:Help                     None:Unclear                  None:Unclear                  None:Unclear                  None:TextsAreOff
        9             None:Help                     None:Unclear                  None:Unclear                  None:Unclear                  None:TextsAreOff
        """;

    public static TheoryData<string, string, string> Turns
    {
        get
        {
            TheoryData<string, string, string> data = [];
            var rows = Table.Split('\n').Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToArray();
            foreach (var row in rows[1..])
            {
                for (var column = 1; column < row.Length; column++)
                {
                    data.Add(rows[0][column], row[0], row[column]);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Turns))]
    public void What_follows_is_as_the_table_says(string state, string said, string turn)
    {
        foreach (var from in StatesOf(state))
        {
            var next = Conversation.Next(from, TextOf(said));
            Assert.Equal(turn, string.Join(':', new object?[] { next.Action, next.Reply, next.Opening }.Where(part => part is not null)));
        }
    }

    [Fact]
    public void The_table_is_complete() => Assert.Equal(5 * 18, Turns.Count);

    [Theory]
    [InlineData(InboundIntent.Yes, TextKey.DateReminder)]
    [InlineData(InboundIntent.No, TextKey.MoveQuestion)]
    [InlineData(InboundIntent.Move, TextKey.MoveQuestion)]
    public void Words_that_name_no_date_act_on_a_single_question_alone(InboundIntent intent, TextKey question) =>
        Assert.Equal(new(TurnAction.AskAgain, question), Conversation.Next(new(false, new Awaiting.DateAnswer(TextSubject.CheckIn, IsOnly: false)), new(intent)));

    [Fact]
    public void Stop_opts_out_from_every_state() => Assert.All(States(), state => Assert.All(
        s_everything.Where(said => said.Intent == InboundIntent.Stop), said => Assert.Equal(TurnAction.OptOut, Conversation.Next(state, said).Action)));

    [Fact]
    public void Who_opted_out_is_answered_only_about_that() => Assert.All(States().Where(state => state.OptedOut), state => Assert.All(
        s_everything.Where(said => said.Intent is not (InboundIntent.Stop or InboundIntent.Start or InboundIntent.WrongNumber or InboundIntent.Echo)),
        said => Assert.Equal(new(TurnAction.None, TextKey.TextsAreOff), Conversation.Next(state, said))));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_opening_that_was_not_offered_is_never_booked(int offered) => Assert.All(Enumerable.Range(0, 10), digit =>
    {
        var turn = Conversation.Next(new(false, new Awaiting.OpeningChoice(offered)), new(InboundIntent.Digit, digit));
        Assert.Equal(digit >= 1 && digit <= offered, turn.Action == TurnAction.Book);
        Assert.Equal(turn.Action == TurnAction.Book ? digit - 1 : null, turn.Opening);
    });

    [Fact]
    public void A_state_survives_being_stored() => Assert.All(States(), state =>
        Assert.Equal(state, JsonSerializer.Deserialize<ConversationState>(JsonSerializer.Serialize(state))));

    private static IEnumerable<ConversationState> States() =>
        from awaiting in s_awaitings
        from optedOut in s_either
        select new ConversationState(optedOut, awaiting);

    private static IEnumerable<ConversationState> StatesOf(string state) => state switch
    {
        "N" => [new(false, s_nothing), ConversationState.Initial],
        "H" => [new(false, s_hearing)],
        "C" => [new(false, s_checkIn)],
        "O" => [new(false, s_twoOpenings)],
        _ => s_awaitings.Select(awaiting => new ConversationState(true, awaiting)),
    };

    private static InboundText TextOf(string said) => said switch
    {
        "stop" => new(InboundIntent.Stop),
        "cancel" => new(InboundIntent.Stop) { MayMeanDate = true },
        "start" => new(InboundIntent.Start),
        "wrong" => new(InboundIntent.WrongNumber),
        "help" => new(InboundIntent.Help),
        "unclear" => new(InboundIntent.Unclear),
        "distress" => new(InboundIntent.Distress),
        "loss" => new(InboundIntent.Loss),
        "echo" => new(InboundIntent.Echo),
        "yes" => new(InboundIntent.Yes),
        "no" => new(InboundIntent.No),
        "move" => new(InboundIntent.Move),
        _ => new(InboundIntent.Digit, said[0] - '0'),
    };
}
