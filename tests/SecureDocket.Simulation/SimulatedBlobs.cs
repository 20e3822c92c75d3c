using SecureDocket.Storage;

namespace SecureDocket.Simulation;

/// <summary>The blobs as one process reaches them: as its tables, calls fail before or after they take effect, and none returns to a dead process.</summary>
internal sealed class SimulatedBlobs(IBlobs blobs, SimulatedTables process, Random random, double faults) : IBlobs
{
    public Task<bool> AddAsync(string container, string name, Blob blob, CancellationToken cancellationToken) =>
        WriteAsync(() => blobs.AddAsync(container, name, blob, cancellationToken));

    public Task<string?> ReplaceAsync(string container, string name, Blob blob, string? version, CancellationToken cancellationToken) =>
        WriteAsync(() => blobs.ReplaceAsync(container, name, blob, version, cancellationToken));

    public async Task<Blob?> FindAsync(string container, string name, CancellationToken cancellationToken)
    {
        await process.BeAliveAsync();
        return random.NextDouble() < faults ? throw new DependencyUnavailableException("simulated") : await blobs.FindAsync(container, name, cancellationToken);
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
        WriteAsync(() => blobs.DeleteAsync(container, name, cancellationToken));

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        var fault = random.NextDouble() < faults ? random.Next(1, 3) : 0;
        await process.BeAliveAsync();
        if (fault == 1)
            throw new DependencyUnavailableException("simulated");

        var written = await write();
        await process.BeAliveAsync();
        return fault == 2 ? throw new DependencyUnavailableException("simulated") : written;
    }
}
