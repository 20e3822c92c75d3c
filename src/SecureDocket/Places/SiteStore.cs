using SecureDocket.Cards;
using SecureDocket.Storage;

namespace SecureDocket.Places;

/// <summary>Reads and writes sites, and counts cards against their quotas.</summary>
public sealed class SiteStore(ITables tables, KeyedHash hash)
{
    internal const string SiteKey = "site";

    private const string NearPartition = "near-quota";
    private const string CardPrefix = "card|";

    // More than any site issues.
    private const int CardLimit = 2_000_000;

    // A lost race means that another card was counted; a site never counts more cards than this at the same moment.
    private const int AttemptLimit = 32;

    private readonly PlaceIndex _index = new(tables, "sites");
    private readonly RowTable<Site> _sites = new(tables, TableNames.Places, PlacesJson.Rows.Site);
    private readonly RowTable<KeyOnly> _marks = new(tables, TableNames.Places, StorageJson.Rows.KeyOnly);

    /// <summary>The site; null if there is none. One request.</summary>
    public Task<Stored<Site>?> FindAsync(string id, CancellationToken cancellationToken) => _sites.FindAsync(Partition(id), SiteKey, cancellationToken);

    /// <summary>A page of the sites by ID, see <see cref="PlaceIndex.PageAsync"/>.</summary>
    public Task<Result<Page<Site>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        _index.PageAsync(page, async (id, ending) => (await FindAsync(id, ending))?.Value, cancellationToken);

    /// <summary>Registers a site, or changes its name and quota; its issued cards stay counted.</summary>
    /// <param name="site">The site.</param>
    /// <param name="hasSecondOfficer">Whether a second officer is always present; null to keep the setting.</param>
    public async Task<Site> PutAsync(Site site, bool? hasSecondOfficer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        await _index.AddAsync(site.Id, cancellationToken);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var stored = await _sites.FindAsync(Partition(site.Id), SiteKey, cancellationToken);
            var wanted = site with { Issued = stored?.Value.Issued ?? 0, HasSecondOfficer = hasSecondOfficer ?? stored?.Value.HasSecondOfficer ?? false };
            if (wanted.IsNearQuota)
            {
                await HintAsync(wanted.Id, cancellationToken);
            }

            if (await _sites.WriteAsync(Partition(site.Id), SiteKey, stored, wanted, cancellationToken) is not null)
            {
                return wanted;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Counts a card against the quota, once per card; retries have no further effect.</summary>
    /// <param name="stored">The site as read.</param>
    /// <param name="card">The card.</param>
    /// <returns>False if the quota is used up.</returns>
    public async Task<bool> ReserveAsync(Stored<Site> stored, CardNumber card, CancellationToken cancellationToken)
    {
        var site = stored.Value;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (site.Issued >= site.Quota)
            {
                return await IsReservedAsync(site.Id, card, cancellationToken);
            }

            // This happens once per quota, since cards are counted one by one.
            if (site.Issued + 1 == site.NearFrom)
            {
                await HintAsync(site.Id, cancellationToken);
            }

            RowWrite[] writes = [_sites.Replace(SiteKey, site with { Issued = site.Issued + 1 }, stored.Version), _marks.Insert(CardKey(card), new())];
            if (await _sites.CommitAsync(Partition(site.Id), writes, cancellationToken) is not null
                || await IsReservedAsync(site.Id, card, cancellationToken))
            {
                return true;
            }

            // A random delay keeps racing requests from racing again.
            await Task.Delay(Random.Shared.Next(1, 20), cancellationToken);
            stored = await FindAsync(site.Id, cancellationToken) ?? throw new DependencyUnavailableException("contention");
            site = stored.Value;
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Returns a quota reserved for a card and not used; nothing happens if there is none.</summary>
    public async Task ReleaseAsync(string id, CardNumber card, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var place = await _marks.FindAsync(Partition(id), CardKey(card), cancellationToken);
            if (place is null || await FindAsync(id, cancellationToken) is not { } stored)
            {
                return;
            }

            var released = stored.Value with { Issued = stored.Value.Issued - 1 };
            RowWrite[] writes = [_sites.Replace(SiteKey, released, stored.Version), RowWrite.Delete(CardKey(card), place.Version)];
            if (await _sites.CommitAsync(Partition(id), writes, cancellationToken) is not null)
            {
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>The sites whose quota is nearly or fully used up. One request, and one for each site that has ever been near its quota.</summary>
    /// <param name="limit">The maximum number of sites to read.</param>
    public async Task<IReadOnlyList<Site>> NearQuotaAsync(int limit, CancellationToken cancellationToken)
    {
        List<Site> near = [];
        foreach (var hint in await _marks.RangeAsync(NearPartition, "", "~", limit, cancellationToken))
        {
            if (await FindAsync(hint.Key, cancellationToken) is { Value: { IsNearQuota: true } site })
            {
                near.Add(site);
            }
        }

        return near;
    }

    // The hint is written before the count gets there, so that a crash in between does not lose it.
    private Task HintAsync(string id, CancellationToken cancellationToken) => _marks.PutAsync(NearPartition, id, new(), cancellationToken);

    /// <summary>Records that a card counts against its site's quota, after the table was lost. One request.</summary>
    internal Task KeepAsync(string id, CardNumber card, CancellationToken cancellationToken) =>
        _marks.PutAsync(Partition(id), CardKey(card), new(), cancellationToken);

    /// <summary>Sets a site's issued count to the number of its cards, after the table was lost.</summary>
    /// <param name="partition">The site's partition.</param>
    internal async Task CountAsync(string partition, CancellationToken cancellationToken)
    {
        var cards = await _marks.RangeAsync(partition, CardPrefix, CardPrefix + "~", CardLimit, cancellationToken);
        if (await _sites.FindAsync(partition, SiteKey, cancellationToken) is { } site)
        {
            await _sites.PutAsync(partition, SiteKey, site.Value with { Issued = cards.Count }, cancellationToken);
        }
    }

    private async Task<bool> IsReservedAsync(string id, CardNumber card, CancellationToken cancellationToken) =>
        await _marks.FindAsync(Partition(id), CardKey(card), cancellationToken) is not null;

    private static string Partition(string id) => $"site|{id}";

    private string CardKey(CardNumber card) => CardPrefix + hash.KeyOf("card", card.ToString());
}
