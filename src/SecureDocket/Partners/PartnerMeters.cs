using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace SecureDocket.Partners;

/// <summary>One meter for each partner that asks: what one uses up is taken from no other.</summary>
/// <remarks>Only registered partners get one, so there are never more than <see cref="PartnerStore.Limit"/>.</remarks>
public sealed class PartnerMeters(PartnerDays days, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, PartnerMeter> _meters = new(StringComparer.Ordinal);
    private readonly string _instance = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Writes down what was counted of partners that have asked for no lease in this minute; to be done every minute.</summary>
    /// <exception cref="DependencyUnavailableException">The store is away: what was counted stays for the next time.</exception>
    public async Task FlushIdleAsync(CancellationToken cancellationToken)
    {
        foreach (var meter in _meters.Values.Where(meter => meter.IsIdle))
        {
            await meter.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes down what was counted of a partner that will ask for no lease any more.</summary>
    /// <exception cref="DependencyUnavailableException">The store is away: what was counted stays for the next time.</exception>
    public Task FlushAsync(string partner, CancellationToken cancellationToken) =>
        _meters.TryGetValue(partner, out var meter) ? meter.FlushAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Writes down all that was counted and is on no record yet; for the end of a process.</summary>
    /// <exception cref="DependencyUnavailableException">The store is away: what was counted since the last leases is lost with the process.</exception>
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
