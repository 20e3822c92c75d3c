using System.Threading.Channels;

namespace SecureDocket.SignIns;

/// <summary>The sign-ins for which it is still to be decided whether a code is texted. Nobody waits for that decision, so its time tells nothing.</summary>
/// <remarks>Kept in this process alone: what is lost with it, the person asks for again.</remarks>
public sealed class SignInTexts
{
    private const int Longest = 2_000;

    private readonly Channel<SignInText> _queue = Channel.CreateBounded<SignInText>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.Wait });

    private int _waiting;

    /// <summary>How many were handed over and are not decided yet.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Hands one over. Where more wait than can be served, it is dropped.</summary>
    internal void Queue(SignInText text)
    {
        Interlocked.Increment(ref _waiting);
        if (!_queue.Writer.TryWrite(text))
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Decides those handed over as they come, a few at once, until <paramref name="stop"/>.</summary>
    /// <param name="decide">Decides one; throws nothing.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="stop">Ends it.</param>
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

/// <summary>A sign-in that may need a text.</summary>
/// <param name="Token">The challenge.</param>
/// <param name="MustWait">Whether the card number was tried too often of late.</param>
public sealed record SignInText(ChallengeToken Token, bool MustWait);
