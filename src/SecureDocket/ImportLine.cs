namespace SecureDocket;

/// <summary>The time that one line of an import has.</summary>
public static class ImportLine
{
    /// <summary>How long the store may keep a line waiting.</summary>
    public static readonly TimeSpan MayTake = TimeSpan.FromSeconds(10);

    /// <summary>Does something for a line, and no longer than a line may take.</summary>
    /// <param name="act">Does it, until its token is cancelled.</param>
    /// <param name="clock">Times it.</param>
    /// <exception cref="DependencyUnavailableException">It took too long: the line can be imported again.</exception>
    public static async Task<T> WithinItsTimeAsync<T>(Func<CancellationToken, Task<T>> act, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        using var patience = new CancellationTokenSource(MayTake, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await act(either.Token);
        }
        catch (OperationCanceledException silence) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new DependencyUnavailableException("deadline", silence);
        }
    }
}
