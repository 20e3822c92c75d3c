using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Maps a docket and its changes to rows of one partition.</summary>
/// <remarks>A new kind of row is one <see cref="DocketRows{T}"/> here, a property of <see cref="Docket"/> and one of <see cref="DocketChange"/>.</remarks>
internal static class DocketRows
{
    public const string ProfileKey = "profile";
    public const string CardPrefix = "card|";
    public const string HearingPrefix = "hearing|";
    public const string CheckInPrefix = "checkin|";
    public const string DocumentPrefix = "document|";
    public const string ReminderPrefix = "reminder|";
    public const string EventPrefix = "~event|";
    public const string HistoryStart = "~";

    // These sort after the history. They are not part of the live docket and can be derived from the events, too.
    public const string LeftStart = "~~";
    public const string LeftHearingPrefix = "~~hearing|";

    public const string ReleasedIdPrefix = "~~released|";

    // A docket has a handful of rows, and one request reads a thousand. Rows from a malfunctioning feed stay below this limit.
    public const int LiveRowLimit = 5000;

    // The order in the journal; the person's row comes before these.
    private static readonly IReadOnlyList<IDocketRows> s_words =
    [
        new DocketRows<Card>
        {
            Prefix = CardPrefix, Type = DocketsJson.Rows.Card, Key = (card, hash) => CardKey(card.Number, hash),
            Changed = change => change.Cards, Put = (docket, cards) => docket with { Cards = [.. cards.OrderBy(card => card.Serial)] },
        },
        new DocketRows<Hearing>
        {
            Prefix = HearingPrefix, Type = DocketsJson.Rows.Hearing, Key = (hearing, _) => HearingPrefix + hearing.Id,
            Changed = change => change.Hearings, Put = (docket, hearings) => docket with { Hearings = Docket.InOrder(hearings) },
            Besides = change => [.. change.LeftHearings.SelectMany(Left), .. Released(change)],
        },
        new DocketRows<CheckIn>
        {
            Prefix = CheckInPrefix, Type = DocketsJson.Rows.CheckIn, Key = (checkIn, _) => CheckInPrefix + checkIn.Id,
            Changed = change => change.CheckIns, Put = (docket, checkIns) => docket with { CheckIns = Docket.InOrder(checkIns) },
        },
        new DocketRows<Document>
        {
            Prefix = DocumentPrefix, Type = DocketsJson.Rows.Document, Key = (document, _) => DocumentPrefix + document.Id,
            Changed = change => change.Documents, Put = (docket, documents) => docket with { Documents = Docket.InOrder(documents) },
        },
        new DocketRows<Reminder>
        {
            Prefix = ReminderPrefix, Type = DocketsJson.Rows.Reminder, Key = (reminder, _) => ReminderPrefix + reminder.Id,
            Changed = change => change.Reminders, Put = (docket, reminders) => docket with { Reminders = Docket.InOrder(reminders) },
            Besides = change => [.. change.Dropped.Select(id => Gone(ReminderPrefix + id))],
        },
    ];

    /// <summary>The key of a card's row. The card number is hashed because cardholders sign in with it, and row keys appear in request addresses.</summary>
    public static string CardKey(CardNumber number, KeyedHash hash) => CardPrefix + hash.KeyOf("card", number.ToString());

    /// <summary>The key of a journal event.</summary>
    public static string EventKey(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{EventPrefix}{sequence:D10}");

    /// <summary>Every row that a change writes, as it is afterwards; a deleted row has an empty document.</summary>
    public static List<RowImage> Images(DocketChange change, KeyedHash hash) =>
    [
        .. change.Cardholder is { } cardholder ? new[] { new RowImage(ProfileKey, JsonSerializer.Serialize(cardholder, DocketsJson.Rows.Cardholder)) } : [],
        .. s_words.SelectMany(word => word.Images(change, hash)),
    ];

    /// <summary>Whether a key is that of a journal event.</summary>
    public static bool IsEvent(string key) => key.StartsWith(EventPrefix, StringComparison.Ordinal);

    /// <summary>The sequence of a journal event by its key; null if it is not the key of one.</summary>
    public static long? SequenceOf(string key) =>
        IsEvent(key) && long.TryParse(key.AsSpan(EventPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) && EventKey(sequence) == key
            ? sequence
            : null;

    /// <summary>The hash by which the profile vouches for the other live rows: a row that is missing, or put back as it was earlier, gives another one.</summary>
    /// <param name="tags">The authentication tags by row key, without the profile's.</param>
    public static byte[] RootOf(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> tags)
    {
        ArrayBufferWriter<byte> vouched = new(64 * (tags.Count + 1));
        string[] keys = [.. tags.Keys];
        keys.AsSpan().Sort(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            // A tag has a fixed length, so that no two sets of rows are written alike.
            Encoding.UTF8.GetBytes(key, vouched);
            vouched.Write(tags[key].Span);
        }

        return SHA256.HashData(vouched.WrittenSpan);
    }

    /// <summary>Builds the docket from its live rows; null without a profile.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="areWhole">Whether the rows are those that the profile vouches for; without a profile there must be none.</param>
    /// <exception cref="InvalidOperationException">There are more rows than a docket may have.</exception>
    public static Docket? Assemble(IReadOnlyList<OpenRow> rows, out bool areWhole)
    {
        areWhole = rows.Count == 0;
        if (rows.FirstOrDefault(row => row.Key == ProfileKey) is not { } profileRow)
        {
            return null;
        }

        if (rows.Count == LiveRowLimit)
        {
            throw new InvalidOperationException("The docket has more rows than a docket may have.");
        }

        var profile = JsonSerializer.Deserialize(profileRow.Json, DocketsJson.Rows.ProfileRow)!;
        var tags = new Dictionary<string, ReadOnlyMemory<byte>>(rows.Count, StringComparer.Ordinal);
        foreach (var row in rows.Where(row => row.Key != ProfileKey))
        {
            tags.Add(row.Key, row.Tag);
        }

        areWhole = RootOf(tags).AsSpan().SequenceEqual(profile.Rows);
        var bare = new Docket
        {
            Cardholder = profile.Cardholder,
            HasLeftHearings = profile.HasLeftHearings,
            Version = profile.Sequence,
            Edited = profile.Edited ?? profile.Sequence,
            Head = profile.Head,
            Guard = profileRow.Version,
            Tags = tags,
        };
        return s_words.Aggregate(bare, (docket, word) => word.Read(docket, rows));
    }

    private static IEnumerable<RowImage> Left(Hearing hearing) =>
        [new(LeftHearingPrefix + hearing.Id, JsonSerializer.Serialize(hearing, DocketsJson.Rows.Hearing)), Gone(HearingPrefix + hearing.Id)];

    private static IEnumerable<RowImage> Released(DocketChange change) => change.ReleasedId is { } released
        ? [new(ReleasedIdPrefix + released.HearingId, JsonSerializer.Serialize(released, DocketsJson.Rows.ReleasedId))]
        : [];

    private static RowImage Gone(string key) => new(key, "");
}

/// <summary>One kind of live row of a docket, independent of its type.</summary>
internal interface IDocketRows
{
    /// <summary>The rows of this kind that a change writes.</summary>
    IEnumerable<RowImage> Images(DocketChange change, KeyedHash hash);

    /// <summary>The docket with all rows of this kind in <paramref name="rows"/>.</summary>
    Docket Read(Docket docket, IReadOnlyList<OpenRow> rows);
}

/// <summary>One kind of live row of a docket.</summary>
internal sealed class DocketRows<T> : IDocketRows
{
    /// <summary>The prefix of the keys.</summary>
    public required string Prefix { get; init; }

    /// <summary>The JSON type.</summary>
    public required JsonTypeInfo<T> Type { get; init; }

    /// <summary>The key of an item.</summary>
    public required Func<T, KeyedHash, string> Key { get; init; }

    /// <summary>The items that a change adds or replaces.</summary>
    public required Func<DocketChange, IReadOnlyList<T>> Changed { get; init; }

    /// <summary>Puts all items into a docket, in order.</summary>
    public required Func<Docket, IEnumerable<T>, Docket> Put { get; init; }

    /// <summary>Other rows that a change writes because of these items.</summary>
    public Func<DocketChange, IEnumerable<RowImage>> Besides { get; init; } = _ => [];

    /// <inheritdoc />
    public IEnumerable<RowImage> Images(DocketChange change, KeyedHash hash) =>
        [.. Changed(change).Select(row => new RowImage(Key(row, hash), JsonSerializer.Serialize(row, Type))), .. Besides(change)];

    /// <inheritdoc />
    public Docket Read(Docket docket, IReadOnlyList<OpenRow> rows) => Put(
        docket,
        rows.Where(row => row.Key.StartsWith(Prefix, StringComparison.Ordinal)).Select(row => JsonSerializer.Deserialize(row.Json, Type)!));
}

/// <summary>The row that guards a docket's commits: the person, and the position of the journal.</summary>
internal sealed record ProfileRow(Cardholder Cardholder, long Sequence, byte[] Head)
{
    /// <summary>Whether cancelled hearings were moved out of the live docket.</summary>
    public bool HasLeftHearings { get; init; }

    /// <summary>The hash over the tags of the other live rows, see <see cref="DocketRows.RootOf"/>.</summary>
    public byte[]? Rows { get; init; }

    /// <summary>See <see cref="Docket.Edited"/>; null in a row from before this was recorded.</summary>
    public long? Edited { get; init; }
}
