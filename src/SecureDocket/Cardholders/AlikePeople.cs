using System.Text.Json;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Finds the people who may be the one that is enrolled, by hints that are written before the docket and confirmed against it.</summary>
/// <remarks>
/// A hint comes first and the search second: of two people who are enrolled at once, one finds the other at least. Until its docket
/// is there a hint counts for a while by itself.
/// </remarks>
public sealed class AlikePeople(ITables tables, DocketStore dockets, KeyedHash hash, TimeProvider clock)
{
    /// <summary>The most people who are told of.</summary>
    public const int Limit = 10;

    private const string AfterIds = "~";

    // Longer than any request lasts.
    private static readonly TimeSpan s_enrollmentLasts = TimeSpan.FromMinutes(5);

    /// <summary>Notes a person, before they are looked for. One request a key.</summary>
    public Task AddAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        return AddAsync(id, Likeness.KeysOf(details), clock.GetUtcNow(), cancellationToken);
    }

    /// <summary>Notes whose photo a picture is. One request.</summary>
    public Task AddPhotoAsync(CardholderId id, string photoHash, CancellationToken cancellationToken) => AddAsync(id, [PhotoKey(photoHash)], clock.GetUtcNow(), cancellationToken);

    /// <summary>Lets the hints of a person who was refused count no longer by themselves. They stay: another request may just be enrolling the person. One request a key.</summary>
    internal Task RefuseAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken) =>
        AddAsync(id, Likeness.KeysOf(details), DateTimeOffset.MinValue, cancellationToken);

    /// <summary>Who is alike to a person, in order of their ids. One request a key, and one for each person whom a hint leads to.</summary>
    internal async Task<IReadOnlyList<(CardholderId Id, IReadOnlyList<LikenessKind> By)>> FindAsync(
        CardholderId id, CardholderDetails details, CancellationToken cancellationToken) =>
        await FindAsync(id, Likeness.KeysOf(details), person => Likeness.Between(details, person.Details), LikenessKind.NameAndBirthDate, cancellationToken);

    /// <summary>Whose photo a picture is, or was when a card was signed with it. One request, and one for each person whom a hint leads to.</summary>
    internal async Task<IReadOnlyList<(CardholderId Id, IReadOnlyList<LikenessKind> By)>> FindPhotoAsync(
        CardholderId id, string photoHash, CancellationToken cancellationToken) =>
        await FindAsync(
            id,
            [PhotoKey(photoHash)],
            person => person.SignedPhotos.Append(person.Photo).Append(person.PhotoChange?.Photo).Any(photo => photo?.Hash == photoHash) ? [LikenessKind.Photo] : [],
            LikenessKind.Photo,
            cancellationToken);

    private static string PhotoKey(string photoHash) => $"photo|{photoHash}";

    private async Task<IReadOnlyList<(CardholderId, IReadOnlyList<LikenessKind>)>> FindAsync(
        CardholderId id, IReadOnlyList<string> keys, Func<Cardholder, IReadOnlyList<LikenessKind>> compare, LikenessKind unconfirmed, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - s_enrollmentLasts;
        SortedDictionary<string, bool> hints = new(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            foreach (var row in await tables.RangeAsync(TableNames.Lookups, PartitionOf(key), "", AfterIds, Limit + 1, cancellationToken))
            {
                var isFresh = JsonSerializer.Deserialize(row.Json, StorageJson.Default.AlikeHint)!.At > since;
                hints[row.Key] = isFresh || (hints.TryGetValue(row.Key, out var known) && known);
            }
        }

        List<(CardholderId, IReadOnlyList<LikenessKind>)> found = [];
        foreach (var (key, isFresh) in hints)
        {
            if (found.Count < Limit && CardholderId.TryParse(key, out var other) && other != id)
            {
                var person = await dockets.FindCardholderAsync(other, cancellationToken);
                var by = person is null ? [] : compare(person);
                if (by.Count > 0 || (isFresh && (person is null || unconfirmed == LikenessKind.Photo)))
                {
                    found.Add((other, by.Count > 0 ? by : [unconfirmed]));
                }
            }
        }

        return found;
    }

    private async Task AddAsync(CardholderId id, IReadOnlyList<string> keys, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(new AlikeHint(at), StorageJson.Default.AlikeHint);
        foreach (var key in keys)
        {
            await tables.CommitAsync(TableNames.Lookups, PartitionOf(key), [RowWrite.Put(id.ToString(), json)], cancellationToken);
        }
    }

    private string PartitionOf(string key) => $"alike|{hash.KeyOf("alike", key)}";
}

/// <summary>When a person was noted.</summary>
internal sealed record AlikeHint(DateTimeOffset At);
