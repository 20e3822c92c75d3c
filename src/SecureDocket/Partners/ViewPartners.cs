using SecureDocket.Storage;

namespace SecureDocket.Partners;

/// <summary>Shows administrators and auditors who is registered, and who did it.</summary>
public sealed class ViewPartners(PartnerStore partners)
{
    /// <summary>One partner with its history, newest first. Two requests.</summary>
    public async Task<Result<PartnerRecord>> OneAsync(string id, CancellationToken cancellationToken) =>
        await partners.FindAsync(id, cancellationToken) is { } stored
            ? new PartnerRecord(stored.Partner, await partners.HistoryAsync(id, cancellationToken))
            : Refusals.NoSuchPartner;

    /// <summary>A page of all of them, by id.</summary>
    public Task<Result<Page<Partner>>> AllAsync(string? page, CancellationToken cancellationToken) => partners.PageAsync(page, cancellationToken);
}

/// <summary>A partner with what was done to it.</summary>
/// <param name="Partner">The partner.</param>
/// <param name="History">Its changes, newest first, at most <see cref="PartnerStore.HistoryLimit"/>.</param>
public sealed record PartnerRecord(Partner Partner, IReadOnlyList<PartnerChange> History);
