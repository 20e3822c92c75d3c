namespace SecureDocket;

/// <summary>The time limit of one line of an import.</summary>
public static class ImportLine
{
    /// <summary>How long the storage may delay a line.</summary>
    public static readonly TimeSpan MayTake = TimeSpan.FromSeconds(10);

    /// <summary>Processes a line within the time limit.</summary>
    /// <param name="act">Processes it, until its token is cancelled.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="DependencyUnavailableException">It took too long; the line can be imported again.</exception>
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
