using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>What phones and their owners do about our messages: receipts that come at once, late, twice or never, and texts in any order.</summary>
internal sealed class SimulatedTalk(Simulation simulation, SimulatedOfficers officers)
{
    private static readonly Duration s_minute = Duration.FromMinutes(1);

    private readonly Random _random = simulation.Random;
    private readonly Phones _phones = simulation.Observer.Phones;
    private int _texts;

    /// <summary>Draws what comes of a message.</summary>
    public void Reply(LeftMessage left)
    {
        var person = simulation.PersonOf(left.Message.Tag.Cardholder);
        Acknowledge(left, person.IsFlooded);

        // A phone that fails or says STOP would end the flood.
        if (!person.IsFlooded)
            Answer(left, simulation.PhoneOf(left.Message.To), person);
    }

    private void Acknowledge(LeftMessage left, bool isFlooded)
    {
        var code = isFlooded ? 2000 : _random.Next(100) switch { < 92 => 2000, < 94 => 5001, 94 => 4006, 95 => 4004, 96 => 5002, _ => 0 };
        if (code == 0)
            return;

        var report = new DeliveryReport(left.MessageId, left.Message.From, left.Message.To, code == 2000, code, left.Message.Tag.ToString(), left.At);
        for (var copies = _random.Next(10) == 0 ? 3 : 1; copies > 0; copies--)
            Bring(process => ReceiveAsync(process, report), _random.Next(3) == 0 ? Duration.Zero : _random.Next(1, 40) * s_minute);
    }

    private void Answer(LeftMessage left, SimulatedPhone phone, SimulatedPerson person)
    {
        if (person.Machine != MachineKind.None)
        {
            AnswerByMachine(left, phone, person.Machine);
            return;
        }

        var after = _random.Next(1, 60) * s_minute;
        switch (_random.Next(140))
        {
            case 0:
                Say(left, phone, Sayings.Stops[_random.Next(Sayings.Stops.Length)], Meaning.Stop, after);
                if (_random.Next(2) == 0)
                    Say(left, phone, "START", Meaning.Start, after + Duration.FromHours(_random.Next(1, 11)));
                break;
            case 1 or 2:
                Say(left, phone, "1", Meaning.Come, after);
                break;
            case 3:
                Say(left, phone, "1", Meaning.Come, after);
                Say(left, phone, "1", Meaning.Come, after + Duration.FromSeconds(2), isPrompt: true);
                break;
            case 4 or 5:
                Say(left, phone, "2", Meaning.Move, after);
                Say(left, phone, "1", Meaning.Come, after + (_random.Next(1, 20) * s_minute));
                break;
            case 6 or 7:
                var (text, meaning) = Sayings.Words[_random.Next(Sayings.Words.Length)];
                Say(left, phone, text, meaning, after);
                break;
            case 8:
                Say(left, phone, "1", Meaning.Come, after, late: _random.Next(5, 200));
                if (_random.Next(2) == 0)
                    Say(left, phone, "2", Meaning.Move, after + s_minute);
                break;
            case 9 or 10:
                Say(left, phone, Sayings.Reaction(_random, left.Message.Text), Meaning.Nothing, after);
                if (_random.Next(2) == 0)
                    Say(left, phone, "1", Meaning.Come, after + Duration.FromSeconds(_random.Next(11, 90)), isPrompt: true);
                break;
            case 11:
                Say(left, phone, left.Message.Text, Meaning.Noise, after);
                break;
            case 12:
                var (answer, said) = _random.Next(2) == 0 ? ("1", Meaning.Come) : ("2", Meaning.Move);
                Say(left, phone, Sayings.Quote(_random, left.Message.Text, answer), said, after);
                break;
            case 13:
                var (footer, footed) = Sayings.Footer(_random);
                Say(left, phone, footer, footed, after);
                break;
            case 15 or 16:
                var token = Sayings.Token(simulation.NextToken());
                var (free, meant) = Sayings.Free(_random, token);
                Say(left, phone, free, meant, after, token: token);
                break;
            case 14 when _random.Next(2) == 0:
                ReportWrongNumber(left, phone, person, after);
                break;
        }
    }

    // One replies to whatever comes, the other says ten times that nobody is there.
    private void AnswerByMachine(LeftMessage left, SimulatedPhone phone, MachineKind kind)
    {
        if (kind == MachineKind.Chat)
        {
            Say(left, phone, "who is this?", Meaning.Question, s_minute);
            return;
        }

        var text = Sayings.Machine(_random);
        for (var reply = 1; reply <= 10; reply++)
            Say(left, phone, text, Meaning.Nothing, Duration.FromSeconds(5 * reply), isPrompt: true);
    }

    // The number has gone to a stranger, who may go on texting; later an officer gives it to another person, and its former owner another number.
    private void ReportWrongNumber(LeftMessage left, SimulatedPhone phone, SimulatedPerson person, Duration after)
    {
        var late = _random.Next(4) == 0 ? _random.Next(5, 300) : 0;
        Say(left, phone, Sayings.WrongNumbers[_random.Next(Sayings.WrongNumbers.Length)], Meaning.WrongNumber, after, late);
        if (_random.Next(2) == 0)
            SayAny(left, phone, after + (_random.Next(10, 200) * s_minute));
        if (_random.Next(2) == 0)
            officers.GiveAnother(person, simulation.Now + after + (_random.Next(1, 30 * 60) * s_minute));
        if (_random.Next(4) == 0)
            return;

        var given = after + (_random.Next(1, 20 * 60) * s_minute);
        if (officers.Reassign(phone, simulation.Now + given))
        {
            SayAny(left, phone, given + (_random.Next(1, 180) * s_minute));
            SayAny(left, phone, given + (_random.Next(180, 30 * 60) * s_minute));
        }
    }

    private void SayAny(LeftMessage left, SimulatedPhone phone, Duration after)
    {
        var (text, meaning) = _random.Next(8) switch { < 3 => ("1", Meaning.Come), < 6 => ("START", Meaning.Start), 6 => ("2", Meaning.Move), _ => ("por favor alto", Meaning.Stop) };
        Say(left, phone, text, meaning, after);
    }

    private void Say(LeftMessage left, SimulatedPhone phone, string text, Meaning meaning, Duration after, int late = 0, bool isPrompt = false, string? token = null)
    {
        var apart = isPrompt ? Duration.FromSeconds(1) : Duration.FromSeconds(20);

        // No two texts of a phone have one time, so that an answer leads back to what was said; nor are they parts of one text by chance.
        var at = simulation.Now + after;
        while (phone.Texts.Exists(other => other.At - at is var distance && distance > -apart && distance < apart))
            at += s_minute;
        var said = new SaidText(new($"Incoming_{_texts++}", phone.Number, left.Message.From, text, at), meaning, token);
        phone.Texts.Add(said);
        var isLate = late > 0 || _random.Next(50) == 0;
        for (var copies = _random.Next(5) == 0 ? 2 : 1; copies > 0; copies--)
        {
            var delay = isLate ? Math.Max(late, _random.Next(240)) : 0;
            simulation.Later(at + ((delay + _random.Next(3)) * s_minute), process => HearAsync(process, phone, said));
        }
    }

    // What comes at once may overtake the sender's own commit.
    private void Bring(Func<SimulatedProcess, Task<bool>> act, Duration after)
    {
        if (after == Duration.Zero)
            simulation.AtOnce(act);
        else
            simulation.Later(simulation.Now + after, act);
    }

    private async Task<bool> ReceiveAsync(SimulatedProcess process, DeliveryReport report)
    {
        var result = await process.Receipts.ExecuteAsync(report, default);
        if (!result.IsRefused && ReminderId.TryParse(report.Tag, out var id))
            simulation.Receipted[id] = report.Code!.Value;
        return true;
    }

    private async Task<bool> HearAsync(SimulatedProcess process, SimulatedPhone phone, SaidText said)
    {
        said.BegunAt ??= simulation.Now;
        await process.Texts.ExecuteAsync(said.Sms, default);
        said.HeardAt ??= simulation.Now;
        said.WasOptOut |= (await _phones.FindAsync(phone.Number, default)).OptOut?.Evidence == said.Sms.MessageId;
        return true;
    }
}
