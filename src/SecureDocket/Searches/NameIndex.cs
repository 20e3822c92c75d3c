using System.Buffers.Text;
using SecureDocket.Cardholders;
using SecureDocket.Storage;

namespace SecureDocket.Searches;

/// <summary>Hints from the words of a name, as they sound, to dockets. They are written before the docket, and every reader confirms them against it.</summary>
/// <remarks>
/// A hint's partition is a keyed hash of one key and the year of birth. The hint holds keyed hashes of the name's marks, so that of many who share a key those who are most
/// alike are found without their dockets. Neither can be read without the secret.
/// </remarks>
public sealed class NameIndex(ITables tables, KeyedHash hash)
{
    // Three bytes of a mark's hash: of a hundred marks one is mistaken in 160,000 comparisons, and the docket decides.
    private const int MarkBytes = 3;
    private const int PartitionBytes = 16;

    // The number of rows that one request reads.
    private const int HintLimit = 1000;
    private const int RequestsAtOnce = 4;
    private const string AfterIds = "~";

    private readonly RowTable<NameHint> _hints = new(tables, TableNames.Lookups, SearchesJson.Rows.NameHint);

    /// <summary>Writes the hints to a person. One request per key, at most <see cref="NameKeys.Limit"/>, a few at the same time.</summary>
    public Task AddAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(details);
        var year = details.BirthDate.Year;
        NameHint hint = new(Base64Url.EncodeToString([.. NameKeys.MarksOf(details).SelectMany(mark => MarkOf(mark, year))]));
        return ForEachKeyAsync(details, partition => _hints.PutAsync(partition, id.ToString(), hint, cancellationToken));
    }

    /// <summary>Deletes the hints to a person who is being erased. One request per key.</summary>
    internal Task DropAsync(CardholderId id, CardholderDetails details, CancellationToken cancellationToken) =>
        ForEachKeyAsync(details, partition => _hints.DeleteAsync(partition, id.ToString(), null, cancellationToken));

    /// <summary>Whether the hints to a person are others when the details are.</summary>
    internal static bool Differ(CardholderDetails one, CardholderDetails other) =>
        (one.Name, one.LatinName, one.BirthDate.Year, one.Nationality) != (other.Name, other.LatinName, other.BirthDate.Year, other.Nationality);

    /// <summary>The dockets to which a search leads, most alike first. The requests depend on the search alone: at most <see cref="NameQuery.ReadLimit"/>, at the same time.</summary>
    /// <param name="query">The search.</param>
    /// <param name="take">The maximum number of dockets.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The dockets, and whether there are more in which every word is found, or more that share a key than one request reads.</returns>
    public async Task<(IReadOnlyList<CardholderId> Ids, bool IsCut)> FindAsync(NameQuery query, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var marks = query.Years.ToDictionary(year => year, year => new YearOfMarks(
            [.. query.Marks.Select(word => word.GroupBy(mark => IntOf(MarkOf(mark.Mark, year)), mark => mark.Weight).ToDictionary(mark => mark.Key, mark => mark.Max()))],
            query.Nationality is { } nationality ? IntOf(MarkOf(NameKeys.NationalityMark(nationality), year)) : null));
        var pages = await Task.WhenAll(query.Reads.Select(async read =>
            (read.Year, Rows: await _hints.RangeAsync(PartitionOf(read.Key, read.Year), "", AfterIds, HintLimit, cancellationToken))));
        Dictionary<string, (double Score, bool HasAll)> found = new(StringComparer.Ordinal);
        foreach (var (year, rows) in pages)
        {
            foreach (var row in rows.Where(row => !found.ContainsKey(row.Key)))
            {
                found[row.Key] = marks[year].ScoreOf(row.Value);
            }
        }

        List<CardholderId> ids = [];
        foreach (var (key, _) in found.Where(each => each.Value.Score > 0).OrderByDescending(each => each.Value.Score).ThenBy(each => each.Key, StringComparer.Ordinal).Take(take))
        {
            ids.Add(CardholderId.TryParse(key, out var id) ? id : throw new FormatException($"{key} is not a cardholder ID."));
        }

        return (ids, found.Values.Count(each => each.HasAll) > take || pages.Any(page => page.Rows.Count == HintLimit));
    }

    // A roster is enrolled many lines at a time, so that each takes a few requests at a time only.
    private async Task ForEachKeyAsync(CardholderDetails details, Func<string, Task> act)
    {
        foreach (var some in NameKeys.Of(details).Chunk(RequestsAtOnce))
        {
            await Task.WhenAll(some.Select(key => act(PartitionOf(key, details.BirthDate.Year))));
        }
    }

    private string PartitionOf(string key, int year) => $"name|{Base64Url.EncodeToString(hash.Of("name", FormattableString.Invariant($"{year}|{key}")).AsSpan(0, PartitionBytes))}";

    private byte[] MarkOf(string mark, int year) => hash.Of("name-mark", FormattableString.Invariant($"{year}|{mark}"))[..MarkBytes];

    private static int IntOf(ReadOnlySpan<byte> mark) => (mark[0] << 16) | (mark[1] << 8) | mark[2];

    /// <summary>The marks of each word that is searched, as they are in one year, and of the nationality.</summary>
    private sealed record YearOfMarks(IReadOnlyList<Dictionary<int, double>> Words, int? Nationality)
    {
        public (double Score, bool HasAll) ScoreOf(NameHint hint)
        {
            var bytes = Base64Url.DecodeFromChars(hint.Marks);
            Span<double> best = stackalloc double[Words.Count];
            var isOfNation = Nationality is null;
            for (var at = 0; at + MarkBytes <= bytes.Length; at += MarkBytes)
            {
                var mark = IntOf(bytes.AsSpan(at, MarkBytes));
                isOfNation |= mark == Nationality;
                for (var word = 0; word < best.Length; word++)
                {
                    best[word] = Math.Max(best[word], Words[word].GetValueOrDefault(mark));
                }
            }

            var (sum, hasAll) = (0.0, isOfNation);
            foreach (var weight in best)
            {
                (sum, hasAll) = (sum + weight, hasAll && weight > 0);
            }

            return (isOfNation ? sum : 0, hasAll);
        }
    }
}

/// <summary>What a hint to a name holds.</summary>
/// <param name="Marks">The keyed hashes of the marks of <see cref="NameKeys.MarksOf(CardholderDetails)"/>, base64url.</param>
internal sealed record NameHint(string Marks);
