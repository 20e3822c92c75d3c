using SecureDocket.Messages;

namespace SecureDocket.Testing;

/// <summary>The provider at the port: keeps every message that leaves, and answers as it is told. Nothing is deduplicated, so that a message sent twice is seen twice.</summary>
public sealed class RecordingSms(TimeProvider clock) : ISms
{
    private readonly Lock _gate = new();
    private readonly List<SmsLeft> _left = [];
    private int _calls;
    private TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it answers to a message; unless told otherwise it accepts. Only what is accepted leaves, or whose answer is lost.</summary>
    public Func<Sms, SmsOutcome> Answer { get; set; } = _ => Accepted();

    /// <summary>Whether a message leaves and its answer is lost, whatever <see cref="Answer"/> says; none is unless told otherwise.</summary>
    public Func<Sms, bool> LosesAnswer { get; set; } = _ => false;

    /// <summary>How often it was called.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>The messages that left, in order.</summary>
    public IReadOnlyList<SmsLeft> Left
    {
        get
        {
            lock (_gate)
                return [.. _left];
        }
    }

    /// <summary>The answer to a message that is taken.</summary>
    public static SmsOutcome Accepted() => new(SmsResult.Accepted, $"Outgoing_{Guid.NewGuid():N}");

    public async Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken)
    {
        await Task.Yield();
        lock (_gate)
        {
            _calls++;
            var lost = LosesAnswer(message);
            var outcome = lost ? new(SmsResult.Unknown, Reason: "no-answer") : Answer(message);
            if (lost || outcome.Result == SmsResult.Accepted)
                _left.Add(new(clock.GetUtcNow(), message));
            _told.TrySetResult();
            _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return outcome;
        }
    }

    /// <summary>Waits until so many messages have left, and gives them.</summary>
    public async Task<IReadOnlyList<SmsLeft>> LeftAsync(int count)
    {
        while (true)
        {
            Task told;
            lock (_gate)
            {
                if (_left.Count >= count)
                    return [.. _left];
                told = _told.Task;
            }

            await told.WaitAsync(TimeSpan.FromMinutes(5));
        }
    }
}

/// <summary>A message that left.</summary>
public sealed record SmsLeft(DateTimeOffset At, Sms Message);
