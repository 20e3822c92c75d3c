namespace SecureDocket.Storage;

/// <summary>
/// Hints from a card number, A-number, phone, hearing or ID of another system to a docket. They are written before the docket, and every reader confirms them
/// against it.
/// </summary>
public sealed class Lookups(ITables tables, KeyedHash hash)
{
    private const string UniqueKey = "unique";

    // A character after all base64url characters.
    private const string AfterIds = "~";

    private readonly RowTable<LookupHint> _unique = new(tables, TableNames.Lookups, StorageJson.Rows.LookupHint);
    private readonly RowTable<KeyOnly> _shared = new(tables, TableNames.Lookups, StorageJson.Rows.KeyOnly);

    /// <summary>Claims a key that belongs to one docket only.</summary>
    /// <param name="kind">The kind of key.</param>
    /// <param name="value">The key; a card number, A-number or phone is stored only as its keyed hash.</param>
    /// <param name="owner">The docket that claims it.</param>
    /// <returns>The docket that the key belongs to: <paramref name="owner"/>, or the one that was first.</returns>
    public async Task<CardholderId> ClaimAsync(LookupKind kind, string value, CardholderId owner, CancellationToken cancellationToken) =>
        await _unique.InsertAsync(Partition(kind, value), UniqueKey, new(owner), cancellationToken) is not null
            ? owner
            : await FindAsync(kind, value, cancellationToken) ?? throw new DependencyUnavailableException("contention");

    /// <summary>The docket of a unique key; null if the key is unknown.</summary>
    public async Task<CardholderId?> FindAsync(LookupKind kind, string value, CancellationToken cancellationToken) =>
        (await FindClaimAsync(kind, value, cancellationToken))?.Owner;

    /// <summary>Claims a hearing's ID, which an administrator can release from a docket again.</summary>
    /// <returns>Whether it belongs to the owner; false while it is being released.</returns>
    internal async Task<bool> ClaimHearingAsync(string hearingId, CardholderId owner, CancellationToken cancellationToken)
    {
        if (await _unique.InsertAsync(Partition(LookupKind.Hearing, hearingId), UniqueKey, new(owner), cancellationToken) is not null)
        {
            return true;
        }

        var claim = await FindHearingClaimAsync(hearingId, cancellationToken) ?? throw new DependencyUnavailableException("contention");
        return claim.Owner == owner && claim.Releasing is null;
    }

    /// <summary>The claim of a hearing's ID; null if there is none. One request.</summary>
    internal Task<LookupClaim?> FindHearingClaimAsync(string hearingId, CancellationToken cancellationToken) =>
        FindClaimAsync(LookupKind.Hearing, hearingId, cancellationToken);

    /// <summary>Records that a hearing's ID is being released from its owner, who cannot claim it from then on. One request.</summary>
    /// <returns>False if the claim has changed.</returns>
    internal async Task<bool> BeginReleaseAsync(string hearingId, LookupClaim claim, OperationId release, CancellationToken cancellationToken) =>
        await _unique.ReplaceAsync(
            Partition(LookupKind.Hearing, hearingId), UniqueKey, new(claim.Owner) { Releasing = release.Value }, claim.Version, cancellationToken) is not null;

    /// <summary>Frees a hearing's ID for the next claim. One request.</summary>
    /// <returns>False if the claim has changed.</returns>
    internal Task<bool> EndReleaseAsync(string hearingId, LookupClaim claim, CancellationToken cancellationToken) =>
        _unique.DeleteAsync(Partition(LookupKind.Hearing, hearingId), UniqueKey, claim.Version, cancellationToken);

    private async Task<LookupClaim?> FindClaimAsync(LookupKind kind, string value, CancellationToken cancellationToken) =>
        await _unique.FindAsync(Partition(kind, value), UniqueKey, cancellationToken) is (_, var hint, var version)
            ? new(hint.CardholderId, hint.Releasing is null ? null : new(hint.Releasing), version)
            : null;

    /// <summary>Records that a key that several dockets may share also belongs to <paramref name="owner"/>.</summary>
    public Task AddAsync(LookupKind kind, string value, CardholderId owner, CancellationToken cancellationToken) =>
        _shared.PutAsync(Partition(kind, value), owner.ToString(), new(), cancellationToken);

    /// <summary>The dockets of a shared key, by ID. One request.</summary>
    /// <param name="kind">The kind of key.</param>
    /// <param name="value">The key.</param>
    /// <param name="take">The maximum number of dockets.</param>
    public async Task<IReadOnlyList<CardholderId>> OwnersAsync(LookupKind kind, string value, int take, CancellationToken cancellationToken)
    {
        var rows = await _shared.RangeAsync(Partition(kind, value), "", AfterIds, take, cancellationToken);
        return [.. rows.Select(row => CardholderId.TryParse(row.Key, out var owner) ? owner : throw new FormatException($"{row.Key} is not a cardholder ID."))];
    }

    /// <summary>Deletes the hint from a key to a docket that is being erased. At most two requests.</summary>
    internal async Task DropAsync(LookupKind kind, string value, CardholderId owner, CancellationToken cancellationToken)
    {
        if (kind is LookupKind.Mobile or LookupKind.ExternalId)
        {
            await _shared.DeleteAsync(Partition(kind, value), owner.ToString(), null, cancellationToken);
        }
        else if (await FindClaimAsync(kind, value, cancellationToken) is { } claim && claim.Owner == owner)
        {
            await _unique.DeleteAsync(Partition(kind, value), UniqueKey, claim.Version, cancellationToken);
        }
    }

    private string Partition(LookupKind kind, string value) => kind switch
    {
        LookupKind.CardNumber => $"card|{hash.KeyOf("card", value)}",
        LookupKind.ANumber => $"anumber|{hash.KeyOf("anumber", value)}",
        LookupKind.Hearing => $"hearing|{value}",
        LookupKind.Mobile => $"mobile|{hash.KeyOf("mobile", value)}",
        LookupKind.ExternalId => $"external|{hash.KeyOf("external", value)}",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>The kinds of key that lead to a docket.</summary>
public enum LookupKind
{
    /// <summary>A card number, with which its holder signs in; unique.</summary>
    CardNumber,

    /// <summary>An A-number; unique and personal.</summary>
    ANumber,

    /// <summary>A registrar's hearing ID; unique, not personal.</summary>
    Hearing,

    /// <summary>A mobile number; personal, and often shared.</summary>
    Mobile,

    /// <summary>An ID in another system, see <see cref="Cardholders.ExternalId"/>; personal, and shared where somebody mistyped it.</summary>
    ExternalId,
}

internal sealed record LookupHint(CardholderId CardholderId)
{
    /// <summary>The operation that releases the key from the docket; null while none does.</summary>
    public string? Releasing { get; init; }
}

/// <summary>The claim of a unique key.</summary>
/// <param name="Owner">The docket.</param>
/// <param name="Releasing">The operation that releases it from the docket; null while none does.</param>
/// <param name="Version">The row's version.</param>
internal sealed record LookupClaim(CardholderId Owner, OperationId? Releasing, string Version);
