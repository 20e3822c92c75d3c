using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecureDocket.Partners;

/// <summary>One meter per active partner, so that no partner uses up another's limit.</summary>
/// <remarks>Only registered partners get one, so there are at most <see cref="PartnerStore.Limit"/>.</remarks>
public sealed class PartnerMeters(PartnerDays days, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, PartnerMeter> _meters = new(StringComparer.Ordinal);
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Records the counts of partners that have requested no lease in this minute; to be called every minute.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the counts are kept for the next call.</exception>
    public async Task FlushIdleAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in _meters.Values.Where(meter => meter.IsIdle))
        {
            await meter.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Records the counts of a partner that will request no further lease.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the counts are kept for the next call.</exception>
    public Task FlushAsync(string partner, CancellationToken cancellationToken) =>
        _meters.TryGetValue(partner, out var meter) ? meter.FlushAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Records all counts that are not recorded yet; for the end of a process.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the counts since the last leases are lost with the process.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in _meters.Values)
        {
            await meter.FlushAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var meter in _meters.Values)
        {
            meter.Dispose();
        }
    }

    internal PartnerMeter Of(Partner partner) => _meters.GetOrAdd(partner.Id, id => new(id, _instance, days, clock));
}
