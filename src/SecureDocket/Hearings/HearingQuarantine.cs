using System.Text.Json;
using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>Hearings that a feed said while it said unusually much about one person, for people to look at. <see cref="DropOldQuarantine"/> forgets them after 30 days.</summary>
public sealed class HearingQuarantine(ITables tables, TimeProvider clock)
{
    private const string Partition = "hearings";
    private const string Prefix = "hearing|";
    private const string TooMuchNews = "too-much-news";
    private const string Released = "released";
    private const int AttemptLimit = 8;

    /// <summary>A page of those that wait, by the hearings' ids; those that were released meanwhile leave gaps. One request.</summary>
    public async Task<Result<Page<QuarantinedHearing>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, Prefix, out var from))
        {
            return new Refusal("invalid", "The token of a page that was answered here.", "page");
        }

        var rows = await tables.RangeAsync(TableNames.Quarantine, Partition, from, Prefix + "~", Page<QuarantinedHearing>.Size + 1, cancellationToken);
        var shown = rows.Take(Page<QuarantinedHearing>.Size).ToList();
        return new Page<QuarantinedHearing>(
            [.. shown.Select(Read).Where(each => each.Row.Reason == TooMuchNews).Select(each => each.Hearing with { PutAsideAt = each.Row.At })],
            rows.Count > shown.Count ? PageToken.Of(shown[^1].Key) : null);
    }

    /// <summary>The hearing as it was put aside, released or not; null when there is none. One request.</summary>
    internal async Task<QuarantinedHearing?> FindAsync(string hearingId, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Quarantine, new(Partition, Prefix + hearingId), cancellationToken) is { } row ? Read(row).Hearing : null;

    /// <summary>Puts a hearing aside; of one hearing the newest version. Two requests.</summary>
    internal Task PutAsync(QuarantinedHearing hearing, CancellationToken cancellationToken) =>
        WriteAsync(hearing, TooMuchNews, known => hearing.Hearing.SourceVersion > known.Hearing.SourceVersion, cancellationToken);

    /// <summary>Notes that a hearing was released, in the version that was; a newer one still waits. Two requests.</summary>
    internal Task ReleasedAsync(QuarantinedHearing hearing, CancellationToken cancellationToken) =>
        WriteAsync(hearing, Released, known => hearing.Hearing.SourceVersion == known.Hearing.SourceVersion, cancellationToken);

    private async Task WriteAsync(QuarantinedHearing hearing, string reason, Func<QuarantinedHearing, bool> replaces, CancellationToken cancellationToken)
    {
        var key = Prefix + hearing.Hearing.Id;
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var present = await tables.FindAsync(TableNames.Quarantine, new(Partition, key), cancellationToken);
            if (present is not null && !replaces(Read(present).Hearing))
            {
                return;
            }

            var text = JsonSerializer.Serialize(hearing, StorageJson.Default.QuarantinedHearing);
            var json = JsonSerializer.Serialize(Quarantine.RowOf(text, reason, Instant.FromDateTimeOffset(clock.GetUtcNow())), StorageJson.Default.QuarantineRow);
            var write = present is null ? RowWrite.Insert(key, json) : RowWrite.Replace(key, json, present.Version);
            if (await tables.CommitAsync(TableNames.Quarantine, Partition, [write], cancellationToken) is not null)
            {
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static (QuarantineRow Row, QuarantinedHearing Hearing) Read(Row row)
    {
        var kept = JsonSerializer.Deserialize(row.Json, StorageJson.Default.QuarantineRow)!;
        return (kept, JsonSerializer.Deserialize(kept.Text, StorageJson.Default.QuarantinedHearing)!);
    }
}

/// <summary>A hearing that was put aside.</summary>
/// <param name="CardholderId">Whose hearing.</param>
/// <param name="ANumber">Theirs, as the feed said it.</param>
/// <param name="Hearing">The hearing as the feed said it.</param>
/// <param name="Feed">Who said so.</param>
public sealed record QuarantinedHearing(CardholderId CardholderId, string ANumber, Hearing Hearing, Actor Feed)
{
    /// <summary>When it was put aside.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Instant PutAsideAt { get; init; }
}
