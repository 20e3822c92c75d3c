using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Finds people who may be the person being enrolled, by hints that are written before the docket and confirmed against it.</summary>
/// <remarks>Every command searches again after its commit, so that of two people enrolled at the same time, at least one finds the other.</remarks>
public sealed class AlikePeople(ITables tables, DocketStore dockets, KeyedHash hash)
{
    /// <summary>The maximum number of people reported.</summary>
    public const int Limit = 20;

    // The number of rows that one request reads. An enrollment that died leaves a hint without a docket.
    private const int HintLimit = 1000;

    private const string AfterIds = "~";

    /// <summary>Writes the hints of a person. One request per key.</summary>
    public async Task AddAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        foreach (var key in Likeness.KeysOf(details))
        {
            await AddAsync(id, key, cancellationToken);
        }
    }

    /// <summary>Writes the hint from a photo to its person. One request.</summary>
    public Task AddPhotoAsync(CardholderId id, string photoHash, CancellationToken cancellationToken) => AddAsync(id, PhotoKey(photoHash), cancellationToken);

    /// <summary>The people who are alike, by ID, at most <see cref="Limit"/>. One request per key, and one per person that a hint leads to.</summary>
    internal Task<IReadOnlyList<PersonAlike>> FindAsync(
        CardholderId id, CardholderDetails details, CancellationToken cancellationToken) =>
        FindAsync(id, [.. Likeness.KeysOf(details).Select(key => (key, Likeness.KindOf(key)))], person => Likeness.Between(details, person.Details), cancellationToken);

    /// <summary>
    /// The people whose photo this is, is waiting to be, or was when a card was signed with it. One request, and one per person that a hint
    /// leads to.
    /// </summary>
    internal Task<IReadOnlyList<PersonAlike>> FindPhotoAsync(
        CardholderId id, string photoHash, CancellationToken cancellationToken) =>
        FindAsync(
            id,
            [(PhotoKey(photoHash), LikenessKind.Photo)],
            person => person.SignedPhotos.Append(person.Photo).Append(person.PhotoChange?.Photo).Any(photo => photo?.Hash == photoHash) ? [LikenessKind.Photo] : [],
            cancellationToken);

    /// <summary>Deletes the hints from a person who is being erased. One request per key.</summary>
    internal async Task DropAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken)
    {
        foreach (var key in Likeness.KeysOf(details))
        {
            await DropAsync(id, key, cancellationToken);
        }
    }

    /// <summary>Deletes the hint from a photo of a person who is being erased. One request.</summary>
    internal Task DropPhotoAsync(CardholderId id, string photoHash, CancellationToken cancellationToken) => DropAsync(id, PhotoKey(photoHash), cancellationToken);

    private Task<IReadOnlyList<string>?> DropAsync(CardholderId id, string key, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Lookups, PartitionOf(key), [RowWrite.Delete(id.ToString(), null)], cancellationToken);

    private static string PhotoKey(string photoHash) => $"photo|{photoHash}";

    private async Task<IReadOnlyList<PersonAlike>> FindAsync(
        CardholderId id, IReadOnlyList<(string Key, LikenessKind Kind)> keys, Func<Cardholder, IReadOnlyList<LikenessKind>> compare, CancellationToken cancellationToken)
    {
        SortedDictionary<string, SortedSet<LikenessKind>> hints = new(StringComparer.Ordinal);
        foreach (var (key, kind) in keys)
        {
            foreach (var row in await tables.RangeAsync(TableNames.Lookups, PartitionOf(key), "", AfterIds, HintLimit, cancellationToken))
            {
                hints.TryAdd(row.Key, []);
                hints[row.Key].Add(kind);
            }
        }

        List<PersonAlike> found = [];
        foreach (var (hint, kinds) in hints)
        {
            if (found.Count < Limit && CardholderId.TryParse(hint, out var other) && other != id
                && await CompareAsync(other, compare, [.. kinds], cancellationToken) is { By.Count: > 0 } alike)
            {
                found.Add(alike);
            }
        }

        return found;
    }

    private async Task<PersonAlike?> CompareAsync(
        CardholderId other, Func<Cardholder, IReadOnlyList<LikenessKind>> compare, IReadOnlyList<LikenessKind> hinted, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.FindCardholderAsync(other, cancellationToken) is { } person ? new(other, compare(person), person.ProtectedSince is not null) : null;
        }
        catch (UnreadableException)
        {
            // The alert was raised. Whoever may be the person of a docket that is refused is enrolled, and gets no card before both were compared.
            return new(other, hinted, IsProtected: true);
        }
    }

    private Task<IReadOnlyList<string>?> AddAsync(CardholderId id, string key, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Lookups, PartitionOf(key), [RowWrite.Put(id.ToString(), "{}")], cancellationToken);

    private string PartitionOf(string key) => $"alike|{hash.KeyOf("alike", key)}";
}

/// <summary>A person who may be the one being enrolled.</summary>
/// <param name="Id">The docket.</param>
/// <param name="By">How they are alike.</param>
/// <param name="IsProtected">Whether the docket is kept from some officers, or cannot be read.</param>
internal sealed record PersonAlike(CardholderId Id, IReadOnlyList<LikenessKind> By, bool IsProtected);
