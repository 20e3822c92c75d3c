using System.Threading.Channels;

namespace SecureDocket.SignIns;

/// <summary>The queue of sign-ins for which a code may have to be texted. No request waits for that decision, so its duration reveals nothing.</summary>
/// <remarks>It exists only in this process; if it is lost, the person requests another code.</remarks>
public sealed class SignInTexts
{
    private const int Longest = 2_000;

    private readonly Channel<SignInText> _queue = Channel.CreateBounded<SignInText>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.Wait });

    private int _waiting;

    /// <summary>The number of queued sign-ins that are not decided yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Queues a sign-in. It is dropped if the queue is full.</summary>
    internal void Queue(SignInText text)
    {
        Interlocked.Increment(ref _waiting);
        if (!_queue.Writer.TryWrite(text))
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Decides queued sign-ins as they arrive, a few in parallel, until <paramref name="stop"/>.</summary>
    /// <param name="decide">Decides one sign-in; must not throw.</param>
    /// <param name="atOnce">The number processed in parallel.</param>
    /// <param name="stop">Stops the processing.</param>
    public Task ForEachAsync(Func<SignInText, CancellationToken, Task> decide, int atOnce, CancellationToken stop) => Parallel.ForEachAsync(
        _queue.Reader.ReadAllAsync(stop),
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = stop },
        async (text, ending) =>
        {
            try
            {
                await decide(text, ending);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        });
}

/// <summary>A sign-in that may need a code by text.</summary>
/// <param name="Token">The challenge.</param>
/// <param name="MustWait">Whether the card number was tried too often recently.</param>
public sealed record SignInText(ChallengeToken Token, bool MustWait);
