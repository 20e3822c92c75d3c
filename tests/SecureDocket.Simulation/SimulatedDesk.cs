using System.Globalization;
using NodaTime;
using SecureDocket.Conversations;
using SecureDocket.Texts;

namespace SecureDocket.Simulation;

/// <summary>Officers who read the inbox: they take items, answer them, close them, and now and then two of them have the same one.</summary>
internal sealed class SimulatedDesk(Simulation simulation)
{
    private const int AtOnce = 4;

    private static readonly Actor[] s_officers = [new("Enrollment.Officer", "desk-1"), new("Enrollment.Officer", "desk-2")];
    private static readonly Duration s_comes = Duration.FromMinutes(30);

    private readonly Random _random = simulation.Random;

    /// <summary>Everything that an officer began to do about an item.</summary>
    public List<Deed> Deeds { get; } = [];

    /// <summary>Draws when somebody looks at the list.</summary>
    public void Foresee()
    {
        for (var at = simulation.Options.Start + s_comes; at < simulation.Options.Start + simulation.Options.Length; at += s_comes)
            simulation.Later(at, LookAsync);
    }

    private async Task<bool> LookAsync(SimulatedProcess process)
    {
        var waiting = (await process.Inbox.PageAsync(false, null, null, default)).Value!.Items.ToList();
        for (var count = Math.Min(AtOnce, waiting.Count); count > 0; count--)
            Treat(waiting[_random.Next(waiting.Count)].Id);
        return true;
    }

    // The two may come one after the other, or both at once.
    private void Treat(string itemId)
    {
        var first = _random.Next(2);
        switch (_random.Next(8))
        {
            case < 2:
                Do(itemId, s_officers[first], isAnswer: true);
                break;
            case 2 or 3:
                Do(itemId, s_officers[first], isAnswer: true);
                Do(itemId, s_officers[1 - first], isAnswer: true);
                break;
            case 4:
                Do(itemId, s_officers[first], isAnswer: true);
                Do(itemId, s_officers[1 - first], isAnswer: false);
                break;
            case 5:
                simulation.AtOnce(process => AssignAsync(process, itemId, s_officers[first]));
                Do(itemId, s_officers[1 - first], isAnswer: false);
                Do(itemId, s_officers[first], isAnswer: true, Duration.FromMinutes(_random.Next(5, 90)));
                break;
            case 6:
                Do(itemId, s_officers[first], isAnswer: false);
                break;
            default:
                Do(itemId, s_officers[first], isAnswer: true, isTemplate: true);
                break;
        }
    }

    private void Do(string itemId, Actor officer, bool isAnswer, Duration after = default, bool isTemplate = false)
    {
        var deed = new Deed(itemId, officer, isAnswer, isTemplate, OperationId.For(officer, string.Create(CultureInfo.InvariantCulture, $"{itemId} {Deeds.Count}")), Sayings.Token(simulation.NextToken()));
        Deeds.Add(deed);
        if (after == Duration.Zero)
            simulation.AtOnce(process => DoAsync(process, deed));
        else
            simulation.Later(simulation.Now + after, process => DoAsync(process, deed));
    }

    // Whoever was quicker has it.
    private async Task<bool> AssignAsync(SimulatedProcess process, string itemId, Actor officer)
    {
        await process.AssignItem.ExecuteAsync(itemId, takeOver: _random.Next(4) == 0, officer, default);
        return true;
    }

    private static async Task<bool> DoAsync(SimulatedProcess process, Deed deed)
    {
        var result = deed.IsAnswer
            ? await process.AnswerItem.ExecuteAsync(deed.ItemId, deed.Answer, deed.Officer, deed.Operation, default)
            : await process.CloseItem.ExecuteAsync(deed.ItemId, $"Called, {deed.Token}.", deed.Officer, deed.Operation, default);
        deed.Outcome = result.IsRefused ? result.Refusals[0].Code : Deed.Done;
        return deed.Outcome == "invalid" ? throw new InvalidOperationException(result.Refusals[0].Detail) : true;
    }
}

/// <summary>What an officer began to do about an item.</summary>
internal sealed class Deed(string itemId, Actor officer, bool isAnswer, bool isTemplate, OperationId operation, string token)
{
    /// <summary>The outcome of what was done.</summary>
    public const string Done = "done";

    public string ItemId { get; } = itemId;

    public Actor Officer { get; } = officer;

    /// <summary>Whether it is an answer, rather than a note.</summary>
    public bool IsAnswer { get; } = isAnswer;

    public OperationId Operation { get; } = operation;

    /// <summary>A word that nobody else wrote.</summary>
    public string Token { get; } = token;

    public AnswerForm Answer => isTemplate ? new(null, TextKey.AnswerCall) : new($"Thank you, {Token}. Somebody calls you tomorrow.", null);

    /// <summary><see cref="Done"/>, or the code of the refusal; null until the officer knows.</summary>
    public string? Outcome { get; set; }

    public override string ToString() => $"{(IsAnswer ? "answer" : "note")} {Token} of {Officer.Id} ({Outcome ?? "not known"})";
}
