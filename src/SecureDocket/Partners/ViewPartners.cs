using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Shows administrators and auditors the registered partners and their changes.</summary>
public sealed class ViewPartners(PartnerStore partners)
{
    /// <summary>Returns one partner with its history, newest first. Two requests.</summary>
    public async Task<Result<PartnerRecord>> OneAsync(string id, CancellationToken cancellationToken) =>
        await partners.FindAsync(id, cancellationToken) is { } stored
            ? new PartnerRecord(stored.Value, await partners.HistoryAsync(id, cancellationToken))
            : Refusals.NoSuchPartner;

    /// <summary>Returns a page of all partners, by ID.</summary>
    public Task<Result<Page<Partner>>> AllAsync(string? page, CancellationToken cancellationToken) => partners.PageAsync(page, cancellationToken);
}

/// <summary>A partner and its changes.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="History">The changes, newest first, at most <see cref="PartnerStore.HistoryLimit"/>.</param>
public sealed record PartnerRecord(Partner Partner, IReadOnlyList<PartnerChange> History);
