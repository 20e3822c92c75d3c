using System.Collections.Concurrent;
using SecureDocket.Places;

namespace SecureDocket.Functions.Portal;

/// <summary>Caches the addresses of courts and offices for a few minutes: they rarely change, and every date shown needs one.</summary>
public sealed class Venues(CourtStore courts, OfficeStore offices, TimeProvider clock)
{
    private const int Most = 5_000;
    private static readonly TimeSpan s_holds = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(bool IsCourt, string Id), (Venue? Venue, DateTimeOffset Until)> _known = new();

    /// <summary>A court; null when it does not exist. At most one request.</summary>
    internal Task<Venue?> CourtAsync(string id, CancellationToken cancellationToken) => FindAsync(
        (true, id),
        async () => await courts.FindAsync(id, cancellationToken) is { } court
            ? new Venue(court.Name, court.Address, court.Phone, court.TimeZone)
            : null);

    /// <summary>An office; null when it does not exist. At most one request.</summary>
    internal Task<Venue?> OfficeAsync(string id, CancellationToken cancellationToken) => FindAsync(
        (false, id),
        async () => await offices.FindAsync(id, cancellationToken) is { } office
            ? new Venue(office.Name, office.Address, office.Phone, office.TimeZone)
            : null);

    /// <summary>Where a date takes place; null when the place does not exist. At most one request.</summary>
    internal Task<Venue?> OfAsync(PortalDate date, CancellationToken cancellationToken) =>
        date.IsHearing ? CourtAsync(date.VenueId, cancellationToken) : OfficeAsync(date.VenueId, cancellationToken);

    private async Task<Venue?> FindAsync((bool IsCourt, string Id) key, Func<Task<Venue?>> read)
    {
        var now = clock.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now < known.Until)
        {
            return known.Venue;
        }

        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        var venue = await read();
        _known[key] = (venue, now + s_holds);
        return venue;
    }
}

/// <summary>Where a date takes place.</summary>
/// <param name="Name">The name of the venue.</param>
/// <param name="Address">The address, in one line.</param>
/// <param name="Phone">The number to call; null when none is known.</param>
/// <param name="TimeZone">The IANA ID of its time zone.</param>
internal sealed record Venue(string Name, string Address, string? Phone, string TimeZone);
