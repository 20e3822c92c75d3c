using NodaTime;
using SecureDocket.Messages;

namespace SecureDocket.Simulation;

/// <summary>A phone number, and everything that was texted to us from it.</summary>
internal sealed class SimulatedPhone(string number)
{
    public string Number { get; } = number;

    public List<SaidText> Texts { get; } = [];

    /// <summary>Whether texts to somebody who has had the number since a moment are off, whatever became of what is being recorded.</summary>
    public bool IsOff(Instant at, Instant since) => Standing(at) is { Count: > 0 } wishes && wishes.TrueForAll(wish => Silences(wish, since));

    /// <summary>Whether they may be off.</summary>
    public bool MayBeOff(Instant at, Instant since) => Standing(at).Exists(wish => Silences(wish, since));

    // Of what is on record the wish that was said last stands; what was begun and not acknowledged may stand as well. Null for no wish.
    private List<SaidText?> Standing(Instant at)
    {
        var begun = Texts.Where(text => text.IsWish && text.BegunAt <= at).ToList();
        var heard = begun.Where(text => text.HeardAt < at).OrderBy(text => text.At).ThenBy(text => text.Meaning != Meaning.Start).ToList();
        var known = heard.LastOrDefault();

        // That a number is another's takes back no STOP from the same phone.
        var before = known is { Meaning: Meaning.WrongNumber } && heard.FindLast(text => text.Meaning != Meaning.WrongNumber) is { Meaning: Meaning.Stop } stop ? stop : known;
        return [known, before, .. begun.Where(text => !(text.HeardAt < at) && (known is null || text.At >= known.At))];
    }

    // Who was given the number after somebody said that it is not theirs is not meant by that.
    private static bool Silences(SaidText? wish, Instant since) =>
        wish is { Meaning: Meaning.Stop } || (wish is { Meaning: Meaning.WrongNumber } && since <= wish.At);
}

/// <summary>A text from a phone.</summary>
internal sealed class SaidText(InboundSms sms, Meaning meaning, string? token = null)
{
    public InboundSms Sms { get; } = sms;

    public Meaning Meaning { get; } = meaning;

    /// <summary>A word that nobody else says, in free words; null in others.</summary>
    public string? Token { get; } = token;

    public Instant At => Sms.At;

    /// <summary>When its event first reached us; null if it has not.</summary>
    public Instant? BegunAt { get; set; }

    /// <summary>When it was acknowledged; null if it was not.</summary>
    public Instant? HeardAt { get; set; }

    /// <summary>Whether the phone's opt-out was ever known by this text.</summary>
    public bool WasOptOut { get; set; }

    public bool IsWish => Meaning is Meaning.Stop or Meaning.Start or Meaning.WrongNumber;

    /// <summary>Whether it answers a question, if it is understood.</summary>
    public bool MayAnswer => Meaning is Meaning.Come or Meaning.Move or Meaning.No || Sms.Text is "3" or "7";

    /// <summary>Whether it is an answer and nothing else, so that an older one counts no more.</summary>
    public bool IsAnswer => MayAnswer && !Sms.Text.Contains('\n', StringComparison.Ordinal);

    public override string ToString() => $"{Sms.MessageId} of {At} from {Sms.From} ({Meaning}: {Sms.Text.ReplaceLineEndings(" / ")})";
}

/// <summary>What the person who texts means by it.</summary>
internal enum Meaning
{
    /// <summary>Nothing: a reaction, a quote, a footer, a machine.</summary>
    Nothing,

    /// <summary>Nothing for us; whether it is answered is all the same.</summary>
    Noise,

    /// <summary>To be there.</summary>
    Come,

    /// <summary>To need another date.</summary>
    Move,

    /// <summary>Not to be there, or something else.</summary>
    No,

    /// <summary>To need help.</summary>
    Help,

    /// <summary>To ask something.</summary>
    Question,

    /// <summary>To want no more texts.</summary>
    Stop,

    /// <summary>To want texts again.</summary>
    Start,

    /// <summary>Not to be whom we text.</summary>
    WrongNumber,
}
