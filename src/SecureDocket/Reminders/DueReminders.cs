using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>Hints to reminders by due time. They are written before the docket, and every reader confirms them against it.</summary>
/// <remarks>
/// A partition holds ten minutes of one shard, so that none grows large and writes are spread. Within it the hints of the nearest
/// dates come first. A hint that was followed to its end is kept under another key, so that a day's reminders can be counted and those without a receipt found.
/// </remarks>
public sealed class DueReminders(ITables tables, TimeProvider clock)
{
    /// <summary>The number of partitions per bucket.</summary>
    public const int Shards = 4;

    internal const int PageSize = 256;

    // Far more than a sender can send in ten minutes.
    private const int PartitionLimit = 100_000;

    // Keys of open hints begin with a digit; keys of followed hints with a character after all digits. Before the time, whose first digit is a 2,
    // stands a smaller digit for the nearer dates.
    private const string Followed = "~";
    private const string End = "~~";

    private const int KeyLength = 14;

    private static readonly InstantPattern s_bucketPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmm");
    private static readonly InstantPattern s_keyPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss");

    /// <summary>The length of a bucket.</summary>
    internal static Duration BucketLength { get; } = Duration.FromMinutes(10);

    /// <summary>Writes the hints of reminders that are about to be planned. One request each, and one more for a reminder that is long overdue.</summary>
    public async Task AddAsync(IEnumerable<Reminder> reminders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminders);
        var now = clock.GetCurrentInstant();
        foreach (var reminder in reminders)
        {
            // No run looks back that far, so it gets one hint for now, and one in its own bucket so that it counts for its day.
            var isPast = now - reminder.Due > SendDueReminders.LooksBack;
            await PutAsync(reminder.Id, reminder.Due, isPast ? Followed : Mark(Urgencies.Of(reminder, reminder.Due)), cancellationToken);
            if (isPast)
            {
                await AddAsync(reminder, now, cancellationToken);
            }
        }
    }

    /// <summary>Writes a hint so that a reminder is checked from <paramref name="at"/> on. One request.</summary>
    public Task AddAsync(Reminder reminder, Instant at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return AddAsync(reminder.Id, Urgencies.Of(reminder, at), at, cancellationToken);
    }

    /// <summary>Writes a hint of known urgency. One request.</summary>
    internal Task AddAsync(ReminderId id, Urgency urgency, Instant at, CancellationToken cancellationToken) => PutAsync(id, at, Mark(urgency), cancellationToken);

    /// <summary>Writes a followed hint of a reminder, after the table was lost, so that it counts for its day. One request.</summary>
    internal Task KeepFollowedAsync(Reminder reminder, CancellationToken cancellationToken) => PutAsync(reminder.Id, reminder.Due, Followed, cancellationToken);

    /// <summary>Writes a followed hint, so that a reminder is looked at again when the messages of <paramref name="at"/> are settled. One request.</summary>
    internal Task KeepFollowedAsync(ReminderId id, Instant at, CancellationToken cancellationToken) => PutAsync(id, at, Followed, cancellationToken);

    /// <summary>A page of a partition's open hints, by urgency and time; of the more urgent ones also those that are not due yet. One request.</summary>
    /// <param name="bucket">The start of a bucket.</param>
    /// <param name="shard">From 0.</param>
    /// <param name="after">The last hint of the previous page; null for the first page.</param>
    /// <param name="now">The current time.</param>
    internal async Task<IReadOnlyList<DueHint>> OpenAsync(Instant bucket, int shard, DueHint? after, Instant now, CancellationToken cancellationToken)
    {
        // The first key of the next second, so that hints due in this second are included.
        var to = s_keyPattern.Format(now + Duration.FromSeconds(1));
        return await ReadAsync(bucket, shard, after is null ? "" : after.Key + " ", to, cancellationToken);
    }

    /// <summary>A page of a partition's hints that were followed to their end. One request.</summary>
    internal Task<IReadOnlyList<DueHint>> FollowedAsync(Instant bucket, int shard, DueHint? after, CancellationToken cancellationToken) =>
        ReadAsync(bucket, shard, after is null ? Followed : after.Key + " ", End, cancellationToken);

    /// <summary>Every reminder with a hint in a partition, followed or not. One request per thousand.</summary>
    internal async Task<IReadOnlyList<ReminderId>> AllAsync(Instant bucket, int shard, CancellationToken cancellationToken)
    {
        var partition = Partition(bucket, shard);
        var rows = await tables.RangeAsync(TableNames.Due, partition, "", End, PartitionLimit, cancellationToken);
        return [.. rows.Select(row => new DueHint(partition, row.Key, row.Version, row.Json).Reminder)];
    }

    /// <summary>The open hint to a reminder; null if there is none. One request.</summary>
    internal async Task<DueHint?> FindAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var (partition, key) = (Partition(BucketOf(reminder.Due), ShardOf(reminder.Id)), Mark(Urgencies.Of(reminder, reminder.Due)) + Key(reminder.Due, reminder.Id));
        var row = await tables.FindAsync(TableNames.Due, new(partition, key), cancellationToken);
        return row is null ? null : new(partition, row.Key, row.Version, row.Json);
    }

    /// <summary>Marks a hint as followed, so that no sender finds it again. One request.</summary>
    internal Task CloseAsync(DueHint hint, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Due,
        hint.Partition,
        [RowWrite.Delete(hint.Key, hint.Version), RowWrite.Put(Followed + hint.Key, hint.Json)],
        cancellationToken);

    /// <summary>Deletes a hint that leads nowhere. One request.</summary>
    internal Task DropAsync(DueHint hint, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Due, hint.Partition, [RowWrite.Delete(hint.Key, hint.Version)], cancellationToken);

    /// <summary>Deletes every hint to a reminder of a docket that is being erased, open or followed, around its due time. One request, and one for each hint.</summary>
    internal async Task DropAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var partition = Partition(BucketOf(reminder.Due), ShardOf(reminder.Id));
        foreach (var row in await tables.RangeAsync(TableNames.Due, partition, "", End, PartitionLimit, cancellationToken))
        {
            if (row.Key.EndsWith($"|{reminder.Id}", StringComparison.Ordinal))
            {
                await tables.CommitAsync(TableNames.Due, partition, [RowWrite.Delete(row.Key, null)], cancellationToken);
            }
        }
    }

    /// <summary>The start of the bucket that contains <paramref name="moment"/>.</summary>
    internal static Instant BucketOf(Instant moment)
    {
        var ticks = moment.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % BucketLength.BclCompatibleTicks));
    }

    private async Task PutAsync(ReminderId id, Instant at, string prefix, CancellationToken cancellationToken)
    {
        var row = new DueRow(clock.GetCurrentInstant());
        await tables.CommitAsync(
            TableNames.Due,
            Partition(BucketOf(at), ShardOf(id)),
            [RowWrite.Put(prefix + Key(at, id), JsonSerializer.Serialize(row, RemindersJson.Rows.DueRow))],
            cancellationToken);
    }

    private async Task<IReadOnlyList<DueHint>> ReadAsync(Instant bucket, int shard, string from, string to, CancellationToken cancellationToken)
    {
        var partition = Partition(bucket, shard);
        var rows = await tables.RangeAsync(TableNames.Due, partition, from, to, PageSize, cancellationToken);
        return [.. rows.Select(row => new DueHint(partition, row.Key, row.Version, row.Json))];
    }

    private static string Partition(Instant bucket, int shard) => string.Create(CultureInfo.InvariantCulture, $"{s_bucketPattern.Format(bucket)}|{shard}");

    private static int ShardOf(ReminderId id) => id.ToString()[^1] % Shards;

    /// <summary>The time in a hint's key, to the second.</summary>
    internal static Instant TimeOf(string key)
    {
        var end = key.IndexOf('|', StringComparison.Ordinal);
        return s_keyPattern.Parse(key[(end - KeyLength)..end]).Value;
    }

    /// <summary>The urgency in a hint's key.</summary>
    internal static Urgency UrgencyOf(string key) => key.TrimStart(Followed[0])[0] switch
    {
        '0' => Urgency.Tomorrow,
        '1' => Urgency.Week,
        _ => Urgency.Later,
    };

    private static string Mark(Urgency urgency) => urgency switch
    {
        Urgency.Tomorrow => "0",
        Urgency.Week => "1",
        _ => "",
    };

    private static string Key(Instant at, ReminderId id) => $"{s_keyPattern.Format(at)}|{id}";
}

/// <summary>A hint to a reminder.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="Key">The due time and the reminder.</param>
/// <param name="Version">The version for a conditional write.</param>
/// <param name="Json">The <see cref="DueRow"/>.</param>
internal sealed record DueHint(string Partition, string Key, string Version, string Json)
{
    /// <summary>The reminder.</summary>
    public ReminderId Reminder => ReminderId.TryParse(Key[(Key.IndexOf('|', StringComparison.Ordinal) + 1)..], out var id)
        ? id
        : throw new FormatException($"{Key} is not the key of a reminder hint.");

    /// <summary>When the reminder should be checked.</summary>
    public Instant At => DueReminders.TimeOf(Key);

    /// <summary>How near the reminder's date is.</summary>
    public Urgency Urgency => DueReminders.UrgencyOf(Key);

    /// <summary>When it was written.</summary>
    public Instant WrittenAt => JsonSerializer.Deserialize(Json, RemindersJson.Rows.DueRow)!.At;
}

/// <summary>A hint as stored.</summary>
/// <param name="At">When it was written.</param>
internal sealed record DueRow([property: JsonConverter(typeof(InstantConverter))] Instant At);
