using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>The provider: what has left and what it answered are two things, and only it knows both.</summary>
internal sealed class SimulatedProvider(Random random, double faults, Func<Instant> now)
{
    /// <summary>Everything that left for a phone, in order.</summary>
    public List<LeftMessage> Left { get; } = [];

    /// <summary>Calls whose outcome the caller could not know.</summary>
    public HashSet<ReminderId> Ambiguous { get; } = [];

    /// <summary>Messages that were refused for their recipient.</summary>
    public HashSet<ReminderId> Refused { get; } = [];

    /// <summary>While this holds nothing goes well.</summary>
    public Func<Instant, bool> IsDown { get; set; } = _ => false;

    /// <summary>Is told of each message as it leaves.</summary>
    public Action<LeftMessage> OnLeft { get; set; } = _ => { };

    public SmsOutcome Send(Sms message)
    {
        var roll = random.NextDouble();
        if (IsDown(now()))
        {
            // An outage is refused connections and answers that say so; now and then an answer that says nothing.
            return roll < 0.9 ? new(SmsResult.NotSent, Reason: roll < 0.5 ? "no-connection" : "http-503") : Lost(message, leaves: false);
        }

        if (roll >= faults)
            return new(SmsResult.Accepted, Leave(message).MessageId);

        return random.Next(6) switch
        {
            0 => new(SmsResult.NotSent, Reason: "http-429", RetryAfter: TimeSpan.FromSeconds(30)),
            1 => new(SmsResult.NotSent, Reason: "http-503"),
            2 => new(SmsResult.NotSent, Reason: "no-connection"),
            3 => Refuse(message),
            4 => Lost(message, leaves: true),
            _ => Lost(message, leaves: false),
        };
    }

    private SmsOutcome Refuse(Sms message)
    {
        Refused.Add(message.Tag);
        return new(SmsResult.Rejected, Reason: "recipient-400");
    }

    private SmsOutcome Lost(Sms message, bool leaves)
    {
        Ambiguous.Add(message.Tag);
        if (leaves)
            Leave(message);
        return new(SmsResult.Unknown, Reason: "timeout");
    }

    private LeftMessage Leave(Sms message)
    {
        var left = new LeftMessage(now(), $"Outgoing_{Left.Count}", message);
        Left.Add(left);
        OnLeft(left);
        return left;
    }
}

/// <summary>A message that left for a phone.</summary>
internal sealed record LeftMessage(Instant At, string MessageId, Sms Message);

/// <summary>The provider as one process reaches it.</summary>
internal sealed class ProcessSms(SimulatedProvider provider, SimulatedTables process) : ISms
{
    public async Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken)
    {
        await process.BeAliveAsync();
        var outcome = provider.Send(message);

        // Receipts and other commands may come between what the provider did and what the sender learns of it.
        await Task.Yield();
        await process.BeAliveAsync();
        return outcome;
    }
}
