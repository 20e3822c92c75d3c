using System.Text.Json;

namespace SecureDocket.Storage;

/// <summary>Hints from a card number, A-number, phone or hearing to a docket. Written before the docket, and confirmed against it by whoever follows one.</summary>
public sealed class Lookups(ITables tables, KeyedHash hash)
{
    private const string UniqueKey = "unique";

    // A character after all of base64url.
    private const string AfterIds = "~";

    /// <summary>Claims a key that belongs to one docket only.</summary>
    /// <param name="kind">What the key is.</param>
    /// <param name="value">The key itself; a card number, A-number or phone is stored as its keyed hash alone.</param>
    /// <param name="owner">The docket that wants it.</param>
    /// <returns>The docket that the key belongs to: <paramref name="owner"/>, or whoever came first.</returns>
    public async Task<CardholderId> ClaimAsync(LookupKind kind, string value, CardholderId owner, CancellationToken cancellationToken)
    {
        var partition = Partition(kind, value);
        var json = JsonSerializer.Serialize(new LookupHint(owner), StorageJson.Rows.LookupHint);
        return await tables.CommitAsync(TableNames.Lookups, partition, [RowWrite.Insert(UniqueKey, json)], cancellationToken) is not null
            ? owner
            : await FindAsync(kind, value, cancellationToken) ?? throw new DependencyUnavailableException("contention");
    }

    /// <summary>The docket that a unique key hints at; null when the key is unknown.</summary>
    public async Task<CardholderId?> FindAsync(LookupKind kind, string value, CancellationToken cancellationToken) =>
        (await FindClaimAsync(kind, value, cancellationToken))?.Owner;

    /// <summary>Claims the id of a hearing, which an administrator can take from a docket again.</summary>
    /// <returns>Whether it is the owner's; not while it is being taken from them.</returns>
    internal async Task<bool> ClaimHearingAsync(string hearingId, CardholderId owner, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(new LookupHint(owner), StorageJson.Rows.LookupHint);
        if (await tables.CommitAsync(TableNames.Lookups, Partition(LookupKind.Hearing, hearingId), [RowWrite.Insert(UniqueKey, json)], cancellationToken) is not null)
        {
            return true;
        }

        var claim = await FindHearingClaimAsync(hearingId, cancellationToken) ?? throw new DependencyUnavailableException("contention");
        return claim.Owner == owner && claim.Releasing is null;
    }

    /// <summary>Who has the id of a hearing; null when nobody does. One request.</summary>
    internal Task<LookupClaim?> FindHearingClaimAsync(string hearingId, CancellationToken cancellationToken) =>
        FindClaimAsync(LookupKind.Hearing, hearingId, cancellationToken);

    /// <summary>Notes that a hearing's id is being taken from its owner, who cannot claim it from then on. One request.</summary>
    /// <returns>False when the claim has changed.</returns>
    internal async Task<bool> BeginReleaseAsync(string hearingId, LookupClaim claim, OperationId release, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(new LookupHint(claim.Owner) { Releasing = release.Value }, StorageJson.Rows.LookupHint);
        return await tables.CommitAsync(
            TableNames.Lookups, Partition(LookupKind.Hearing, hearingId), [RowWrite.Replace(UniqueKey, json, claim.Version)], cancellationToken) is not null;
    }

    /// <summary>Frees a hearing's id for whoever claims it next. One request.</summary>
    /// <returns>False when the claim has changed.</returns>
    internal async Task<bool> EndReleaseAsync(string hearingId, LookupClaim claim, CancellationToken cancellationToken) =>
        await tables.CommitAsync(
            TableNames.Lookups, Partition(LookupKind.Hearing, hearingId), [RowWrite.Delete(UniqueKey, claim.Version)], cancellationToken) is not null;

    private async Task<LookupClaim?> FindClaimAsync(LookupKind kind, string value, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(TableNames.Lookups, new(Partition(kind, value), UniqueKey), cancellationToken) is not { } row)
        {
            return null;
        }

        var hint = JsonSerializer.Deserialize(row.Json, StorageJson.Rows.LookupHint)!;
        return new(hint.CardholderId, hint.Releasing is null ? null : new(hint.Releasing), row.Version);
    }

    /// <summary>Notes that a key, which several dockets may share, belongs to <paramref name="owner"/> too.</summary>
    public Task AddAsync(LookupKind kind, string value, CardholderId owner, CancellationToken cancellationToken) =>
        tables.CommitAsync(
            TableNames.Lookups, Partition(kind, value), [RowWrite.Put(owner.ToString(), "{}")], cancellationToken);

    /// <summary>The dockets that a shared key hints at, in order of their ids. One request.</summary>
    /// <param name="kind">What the key is.</param>
    /// <param name="value">The key itself.</param>
    /// <param name="take">The most dockets to give.</param>
    public async Task<IReadOnlyList<CardholderId>> OwnersAsync(LookupKind kind, string value, int take, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Lookups, Partition(kind, value), "", AfterIds, take, cancellationToken);
        return [.. rows.Select(row => CardholderId.TryParse(row.Key, out var owner) ? owner : throw new FormatException($"{row.Key} is no docket."))];
    }

    private string Partition(LookupKind kind, string value) => kind switch
    {
        LookupKind.CardNumber => $"card|{hash.KeyOf("card", value)}",
        LookupKind.ANumber => $"anumber|{hash.KeyOf("anumber", value)}",
        LookupKind.Hearing => $"hearing|{value}",
        LookupKind.Mobile => $"mobile|{hash.KeyOf("mobile", value)}",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>The kinds of key that lead to a docket.</summary>
public enum LookupKind
{
    /// <summary>A card number; unique, and what its holder signs in with.</summary>
    CardNumber,

    /// <summary>An A-number; unique, personal.</summary>
    ANumber,

    /// <summary>A registrar's id of a hearing; unique, nothing personal.</summary>
    Hearing,

    /// <summary>A mobile number; shared phones are common, personal.</summary>
    Mobile,
}

internal sealed record LookupHint(CardholderId CardholderId)
{
    /// <summary>The operation that takes the key from the docket; null while none does.</summary>
    public string? Releasing { get; init; }
}

/// <summary>Who has a unique key.</summary>
/// <param name="Owner">The docket.</param>
/// <param name="Releasing">The operation that takes it from the docket; null while none does.</param>
/// <param name="Version">The row's version.</param>
internal sealed record LookupClaim(CardholderId Owner, OperationId? Releasing, string Version);
