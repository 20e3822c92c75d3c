using System.Text.Json;
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

    /// <summary>The site; null if there is none. One request.</summary>
    public async Task<StoredSite?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Places, new(Partition(id), SiteKey), cancellationToken);
        return row is null ? null : new(JsonSerializer.Deserialize(row.Json, PlacesJson.Rows.Site)!, row.Version);
    }

    /// <summary>Registers a site, or changes its name and quota; its issued cards stay counted.</summary>
    /// <param name="site">The site.</param>
    /// <param name="hasSecondOfficer">Whether a second officer is always present; null to keep the setting.</param>
    public async Task<Site> PutAsync(Site site, bool? hasSecondOfficer, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var stored = await FindAsync(site.Id, cancellationToken);
            var wanted = site with { Issued = stored?.Site.Issued ?? 0, HasSecondOfficer = hasSecondOfficer ?? stored?.Site.HasSecondOfficer ?? false };
            if (wanted.IsNearQuota)
            {
                await HintAsync(wanted.Id, cancellationToken);
            }

            var json = JsonSerializer.Serialize(wanted, PlacesJson.Rows.Site);
            var write = stored is null ? RowWrite.Insert(SiteKey, json) : RowWrite.Replace(SiteKey, json, stored.Version);
            if (await tables.CommitAsync(TableNames.Places, Partition(site.Id), [write], cancellationToken) is not null)
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
    public async Task<bool> ReserveAsync(StoredSite stored, CardNumber card, CancellationToken cancellationToken)
    {
        var site = stored.Site;
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

            var json = JsonSerializer.Serialize(site with { Issued = site.Issued + 1 }, PlacesJson.Rows.Site);
            RowWrite[] writes = [RowWrite.Replace(SiteKey, json, stored.Version), RowWrite.Insert(CardKey(card), "{}")];
            if (await tables.CommitAsync(TableNames.Places, Partition(site.Id), writes, cancellationToken) is not null
                || await IsReservedAsync(site.Id, card, cancellationToken))
            {
                return true;
            }

            // A random delay keeps racing requests from racing again.
            await Task.Delay(Random.Shared.Next(1, 20), cancellationToken);
            stored = await FindAsync(site.Id, cancellationToken) ?? throw new DependencyUnavailableException("contention");
            site = stored.Site;
        }

        throw new DependencyUnavailableException("contention");
    }

    /// <summary>Returns a quota reserved for a card and not used; nothing happens if there is none.</summary>
    public async Task ReleaseAsync(string id, CardNumber card, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var place = await tables.FindAsync(TableNames.Places, new(Partition(id), CardKey(card)), cancellationToken);
            if (place is null || await FindAsync(id, cancellationToken) is not { } stored)
            {
                return;
            }

            var json = JsonSerializer.Serialize(stored.Site with { Issued = stored.Site.Issued - 1 }, PlacesJson.Rows.Site);
            RowWrite[] writes = [RowWrite.Replace(SiteKey, json, stored.Version), RowWrite.Delete(CardKey(card), place.Version)];
            if (await tables.CommitAsync(TableNames.Places, Partition(id), writes, cancellationToken) is not null)
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
        foreach (var hint in await tables.RangeAsync(TableNames.Places, NearPartition, "", "~", limit, cancellationToken))
        {
            if (await FindAsync(hint.Key, cancellationToken) is { Site: { IsNearQuota: true } site })
            {
                near.Add(site);
            }
        }

        return near;
    }

    // The hint is written before the count gets there, so that a crash in between does not lose it.
    private async Task HintAsync(string id, CancellationToken cancellationToken) =>
        await tables.CommitAsync(TableNames.Places, NearPartition, [RowWrite.Put(id, "{}")], cancellationToken);

    /// <summary>Records that a card counts against its site's quota, after the table was lost. One request.</summary>
    internal Task KeepAsync(string id, CardNumber card, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Places, Partition(id), [RowWrite.Put(CardKey(card), "{}")], cancellationToken);

    /// <summary>Sets a site's issued count to the number of its cards, after the table was lost.</summary>
    /// <param name="partition">The site's partition.</param>
    internal async Task CountAsync(string partition, CancellationToken cancellationToken)
    {
        var cards = await tables.RangeAsync(TableNames.Places, partition, CardPrefix, CardPrefix + "~", CardLimit, cancellationToken);
        if (await tables.FindAsync(TableNames.Places, new(partition, SiteKey), cancellationToken) is { } row)
        {
            var site = JsonSerializer.Deserialize(row.Json, PlacesJson.Rows.Site)! with { Issued = cards.Count };
            await tables.CommitAsync(
                TableNames.Places, partition, [RowWrite.Put(SiteKey, JsonSerializer.Serialize(site, PlacesJson.Rows.Site))], cancellationToken);
        }
    }

    private async Task<bool> IsReservedAsync(string id, CardNumber card, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Places, new(Partition(id), CardKey(card)), cancellationToken) is not null;

    private static string Partition(string id) => $"site|{id}";

    private string CardKey(CardNumber card) => CardPrefix + hash.KeyOf("card", card.ToString());
}

/// <summary>A site as read, with the version for a conditional write.</summary>
/// <param name="Site">The site.</param>
/// <param name="Version">The opaque version.</param>
public sealed record StoredSite(Site Site, string Version);
