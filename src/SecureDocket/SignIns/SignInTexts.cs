using System.Threading.Channels;

namespace SecureDocket.SignIns;

/// <summary>The sign-ins for which it is still to be decided whether a code is texted. Nobody waits for that decision, so its time tells nothing.</summary>
/// <remarks>Kept in this process alone: what is lost with it, the person asks for again.</remarks>
public sealed class SignInTexts
{
    private const int Longest = 2_000;

    private readonly Channel<SignInText> _queue = Channel.CreateBounded<SignInText>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Hands one over. Where more wait than can be served, it is dropped.</summary>
    internal void Queue(SignInText text) => _queue.Writer.TryWrite(text);

    /// <summary>Those handed over, as they come, until <paramref name="stop"/>.</summary>
    public IAsyncEnumerable<SignInText> ReadAllAsync(CancellationToken stop) => _queue.Reader.ReadAllAsync(stop);
}

/// <summary>A sign-in that may need a text.</summary>
/// <param name="Token">The challenge.</param>
/// <param name="MustWait">Whether the card number was tried too often of late.</param>
public sealed record SignInText(ChallengeToken Token, bool MustWait);
