using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Reminders;

/// <summary>Hints to reminders by the time at which they are due. Written before the docket, and confirmed against it by whoever follows one.</summary>
/// <remarks>
/// A partition is ten minutes of one shard, so that none grows large and none is where everyone writes. A hint that has been
/// followed to its end is kept under another key, so that a day's reminders can be counted and those without a receipt be found.
/// </remarks>
public sealed class DueReminders(ITables tables, TimeProvider clock)
{
    /// <summary>The partitions of one bucket.</summary>
    public const int Shards = 4;

    internal const int PageSize = 256;

    // Far beyond what a sender can send in ten minutes.
    private const int PartitionLimit = 100_000;

    // Open hints begin with a digit; followed ones with a character after every digit.
    private const string Followed = "~";
    private const string End = "~~";

    private static readonly InstantPattern s_bucketPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmm");
    private static readonly InstantPattern s_keyPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMddHHmmss");

    /// <summary>The length of a bucket.</summary>
    internal static Duration BucketLength { get; } = Duration.FromMinutes(10);

    /// <summary>Notes that reminders are about to be planned. One request each, and one more for what should have left long ago.</summary>
    public async Task AddAsync(IEnumerable<Reminder> reminders, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reminders);
        var now = clock.GetCurrentInstant();
        foreach (var reminder in reminders)
        {
            // No sender looks back that far: it is to be met now, and its own day counts it all the same.
            var isPast = now - reminder.Due > SendDueReminders.LooksBack;
            await PutAsync(reminder.Id, reminder.Due, isPast ? Followed : "", cancellationToken);
            if (isPast)
            {
                await AddAsync(reminder.Id, now, cancellationToken);
            }
        }
    }

    /// <summary>Notes that a reminder is to be looked at from <paramref name="at"/> on. One request.</summary>
    public Task AddAsync(ReminderId id, Instant at, CancellationToken cancellationToken) => PutAsync(id, at, "", cancellationToken);

    /// <summary>Writes the followed hint of a reminder, where the table was lost: its day counts it. One request.</summary>
    internal Task KeepFollowedAsync(Reminder reminder, CancellationToken cancellationToken) => PutAsync(reminder.Id, reminder.Due, Followed, cancellationToken);

    /// <summary>A page of the open hints of one partition that are due, in order of time. One request.</summary>
    /// <param name="bucket">The start of a bucket.</param>
    /// <param name="shard">From 0.</param>
    /// <param name="after">The last hint of the page before; null for the first page.</param>
    /// <param name="now">The present.</param>
    internal async Task<IReadOnlyList<DueHint>> OpenAsync(Instant bucket, int shard, DueHint? after, Instant now, CancellationToken cancellationToken)
    {
        // The first key of the next second: what is due this very second is due.
        var to = s_keyPattern.Format(now + Duration.FromSeconds(1));
        return await ReadAsync(bucket, shard, after is null ? "" : after.Key + " ", to, cancellationToken);
    }

    /// <summary>A page of the hints of one partition that were followed to their end. One request.</summary>
    internal Task<IReadOnlyList<DueHint>> FollowedAsync(Instant bucket, int shard, DueHint? after, CancellationToken cancellationToken) =>
        ReadAsync(bucket, shard, after is null ? Followed : after.Key + " ", End, cancellationToken);

    /// <summary>Every reminder that a partition hints at, followed or not. One request per thousand.</summary>
    internal async Task<IReadOnlyList<ReminderId>> AllAsync(Instant bucket, int shard, CancellationToken cancellationToken)
    {
        var partition = Partition(bucket, shard);
        var rows = await tables.RangeAsync(TableNames.Due, partition, "", End, PartitionLimit, cancellationToken);
        return [.. rows.Select(row => new DueHint(partition, row.Key, row.Version, row.Json).Reminder)];
    }

    /// <summary>The open hint to a reminder; null when there is none. One request.</summary>
    internal async Task<DueHint?> FindAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var (partition, key) = (Partition(BucketOf(reminder.Due), ShardOf(reminder.Id)), Key(reminder.Due, reminder.Id));
        var row = await tables.FindAsync(TableNames.Due, new(partition, key), cancellationToken);
        return row is null ? null : new(partition, row.Key, row.Version, row.Json);
    }

    /// <summary>Keeps a hint as followed, so that no sender meets it again. One request.</summary>
    internal Task CloseAsync(DueHint hint, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.Due,
        hint.Partition,
        [RowWrite.Delete(hint.Key, hint.Version), RowWrite.Put(Followed + hint.Key, hint.Json)],
        cancellationToken);

    /// <summary>Drops a hint that leads nowhere. One request.</summary>
    internal Task DropAsync(DueHint hint, CancellationToken cancellationToken) =>
        tables.CommitAsync(TableNames.Due, hint.Partition, [RowWrite.Delete(hint.Key, hint.Version)], cancellationToken);

    /// <summary>The start of the bucket that <paramref name="moment"/> falls into.</summary>
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
        var time = key.TrimStart(Followed[0]);
        return s_keyPattern.Parse(time[..time.IndexOf('|', StringComparison.Ordinal)]).Value;
    }

    private static string Key(Instant at, ReminderId id) => $"{s_keyPattern.Format(at)}|{id}";
}

/// <summary>A hint to follow.</summary>
/// <param name="Partition">Where it is kept.</param>
/// <param name="Key">When it is due, and the reminder.</param>
/// <param name="Version">What a conditional write must name.</param>
/// <param name="Json">A <see cref="DueRow"/>.</param>
internal sealed record DueHint(string Partition, string Key, string Version, string Json)
{
    /// <summary>The reminder.</summary>
    public ReminderId Reminder => ReminderId.TryParse(Key[(Key.IndexOf('|', StringComparison.Ordinal) + 1)..], out var id)
        ? id
        : throw new FormatException($"{Key} hints at no reminder.");

    /// <summary>When the reminder is to be looked at.</summary>
    public Instant At => DueReminders.TimeOf(Key);

    /// <summary>When it was written.</summary>
    public Instant WrittenAt => JsonSerializer.Deserialize(Json, RemindersJson.Rows.DueRow)!.At;
}

/// <summary>A hint as it is kept.</summary>
/// <param name="At">When it was written.</param>
internal sealed record DueRow([property: JsonConverter(typeof(InstantConverter))] Instant At);
