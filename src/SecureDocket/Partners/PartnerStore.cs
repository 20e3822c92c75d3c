using System.Globalization;
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

    private readonly RowTable<Partner> _partners = new(tables, TableNames.Partners, PartnersJson.Rows.Partner);
    private readonly RowTable<PartnerChange> _changes = new(tables, TableNames.Partners, PartnersJson.Rows.PartnerChange);

    /// <summary>The partner; null if there is none. One request, or none if the text cannot be an ID.</summary>
    public async Task<Stored<Partner>?> FindAsync(string id, CancellationToken cancellationToken) =>
        Partner.IsId(id) ? await _partners.FindAsync(Partition, PartnerPrefix + id, cancellationToken) : null;

    /// <summary>Every partner. One request.</summary>
    public async Task<IReadOnlyList<Partner>> AllAsync(CancellationToken cancellationToken) =>
        [.. (await _partners.RangeAsync(Partition, PartnerPrefix, RowKey.After(PartnerPrefix), Limit, cancellationToken)).Select(row => row.Value)];

    /// <summary>A page of all partners by ID; refused if the token is not from this list. One request.</summary>
    public async Task<Result<Page<Partner>>> PageAsync(string? page, CancellationToken cancellationToken) =>
        PageToken.TryStart(page, PartnerPrefix, out var from)
            ? await _partners.PageAsync(Partition, PartnerPrefix, from, cancellationToken)
            : Refusals.PageToken;

    /// <summary>The changes of a partner, newest first, at most <see cref="HistoryLimit"/>. One request.</summary>
    public async Task<IReadOnlyList<PartnerChange>> HistoryAsync(string id, CancellationToken cancellationToken)
    {
        var changes = await _changes.RangeAsync(Partition, ChangePrefix(id), RowKey.After(ChangePrefix(id)), HistoryLimit, cancellationToken);
        return [.. changes.Select(row => row.Value)];
    }

    /// <summary>Commits a partner and the record of the change. One request, or two for a possible retry.</summary>
    /// <param name="before">The partner as read; null if there was none.</param>
    /// <param name="change">The change, with the partner afterwards.</param>
    /// <returns>False if the partner has changed since it was read.</returns>
    public async Task<bool> CommitAsync(Stored<Partner>? before, PartnerChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        var after = change.Partner;
        RowWrite[] writes = [_partners.Write(PartnerPrefix + after.Id, before, after), _changes.Insert(ChangeKey(after), change)];
        return await _partners.CommitAsync(Partition, writes, cancellationToken) is not null

            // The client may have conflicted with its own first attempt, whose response was lost.
            || (await FindAsync(after.Id, cancellationToken))?.Value.Operation == after.Operation;
    }

    private static string ChangePrefix(string id) => $"change|{id}|";

    // The keys sort newest first.
    private static string ChangeKey(Partner partner) => ChangePrefix(partner.Id) + (999_999_999 - partner.Version).ToString("D9", CultureInfo.InvariantCulture);
}
