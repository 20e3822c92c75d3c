using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>Blobs of which one call fails: before anything was done, or with its answer lost.</summary>
public sealed class FaultyBlobs(IBlobs blobs) : IBlobs
{
    private int _calls;
    private int _failing = -1;
    private bool _answerLost;

    /// <summary>The calls since the last <see cref="FailAt"/> or <see cref="Recover"/>, the failed one included.</summary>
    public int Calls => _calls;

    /// <summary>Fails the call with this index from now on, from 0.</summary>
    public void FailAt(int index, bool answerLost) => (_calls, _failing, _answerLost) = (0, index, answerLost);

    /// <summary>Fails no more calls.</summary>
    public void Recover() => (_calls, _failing) = (0, -1);

    public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
        CallAsync(() => blobs.AddAsync(container, name, blob, cancellationToken));

    public Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken) =>
        CallAsync(() => blobs.ReplaceAsync(container, name, blob, version, cancellationToken));

    public Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken) =>
        CallAsync(() => blobs.FindAsync(container, name, cancellationToken));

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        var isFailing = _calls++ == _failing;
        if (isFailing && !_answerLost)
            throw new DependencyUnavailableException("blobs");
        var answer = await call();
        return isFailing ? throw new DependencyUnavailableException("blobs") : answer;
    }
}
