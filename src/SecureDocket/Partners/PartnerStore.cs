using System.Globalization;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Reads and writes partners. There are few, so one partition holds all of them and their histories.</summary>
public sealed class PartnerStore(ITables tables)
{
    /// <summary>The maximum number of partners, including revoked ones.</summary>
    public const int Limit = 1000;

    /// <summary>The maximum number of changes returned at once; older ones stay on record.</summary>
    public const int HistoryLimit = 100;

    private const string Partition = "registry";
    private const string PartnerPrefix = "partner|";

    /// <summary>The partner; null if there is none. One request, or none if the text cannot be an ID.</summary>
    public async Task<StoredPartner?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (!Partner.IsId(id))
        {
            return null;
        }

        var row = await tables.FindAsync(TableNames.Partners, new(Partition, PartnerPrefix + id), cancellationToken);
        return row is null ? null : new(Read(row), row.Version);
    }

    /// <summary>Every partner. One request.</summary>
    public async Task<IReadOnlyList<Partner>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await tables.RangeAsync(TableNames.Partners, Partition, PartnerPrefix, After(PartnerPrefix), Limit, cancellationToken)).Select(Read)];

    /// <summary>A page of all partners by ID; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Partner>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, PartnerPrefix, out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await tables.RangeAsync(TableNames.Partners, Partition, from, After(PartnerPrefix), Page<Partner>.Size + 1, cancellationToken);
        return new Page<Partner>(
            [.. rows.Take(Page<Partner>.Size).Select(Read)],
            rows.Count > Page<Partner>.Size ? PageToken.Of(rows[Page<Partner>.Size - 1].Key) : null);
    }

    /// <summary>The changes of a partner, newest first, at most <see cref="HistoryLimit"/>. One request.</summary>
    public async Task<IReadOnlyList<PartnerChange>> HistoryAsync(string id, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Partners, Partition, ChangePrefix(id), After(ChangePrefix(id)), HistoryLimit, cancellationToken);
        return [.. rows.Select(row => JsonSerializer.Deserialize(row.Json, PartnersJson.Rows.PartnerChange)!)];
    }

    /// <summary>Commits a partner and the record of the change. One request, or two for a possible retry.</summary>
    /// <param name="before">The partner as read; null if there was none.</param>
    /// <param name="change">The change, with the partner afterwards.</param>
    /// <returns>False if the partner has changed since it was read.</returns>
    public async Task<bool> CommitAsync(StoredPartner? before, PartnerChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var after = change.Partner;
        var (key, json) = (PartnerPrefix + after.Id, JsonSerializer.Serialize(after, PartnersJson.Rows.Partner));
        RowWrite[] writes =
        [
            before is null ? RowWrite.Insert(key, json) : RowWrite.Replace(key, json, before.Version),
            RowWrite.Insert(ChangeKey(after), JsonSerializer.Serialize(change, PartnersJson.Rows.PartnerChange)),
        ];
        return await tables.CommitAsync(TableNames.Partners, Partition, writes, cancellationToken) is not null

            // The client may have met its own first attempt, whose response was lost.
            || (await FindAsync(after.Id, cancellationToken))?.Partner.Operation == after.Operation;
    }

    private static Partner Read(Row row) => JsonSerializer.Deserialize(row.Json, PartnersJson.Rows.Partner)!;

    private static string ChangePrefix(string id) => $"change|{id}|";

    // The keys sort newest first.
    private static string ChangeKey(Partner partner) => ChangePrefix(partner.Id) + (999_999_999 - partner.Version).ToString("D9", CultureInfo.InvariantCulture);

    // '}' is the character after '|', which ends every prefix.
    private static string After(string prefix) => prefix[..^1] + "}";
}

/// <summary>A partner as read, with the version for a conditional write.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="Version">The opaque version.</param>
public sealed record StoredPartner(Partner Partner, string Version);
