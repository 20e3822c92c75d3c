using System.Text.Json;
using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>
/// Hearings that were put aside: said while a feed said unusually much about one person, for people to look at, or moved to another
/// court by one of the two, for the other to say the same. <see cref="DropOldQuarantine"/> forgets them after 30 days.
/// </summary>
public sealed class HearingQuarantine(ITables tables, TimeProvider clock)
{
    private const string Partition = "hearings";
    private const string Prefix = "hearing|";
    private const string TooMuchNews = "too-much-news";
    private const string OtherCourt = "other-court";
    private const string Released = "released";
    private const int AttemptLimit = 8;

    /// <summary>A page of those that wait, by the hearings' ids; those that were released meanwhile leave gaps. One request.</summary>
    public async Task<Result<Page<QuarantinedHearing>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, Prefix, out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await tables.RangeAsync(TableNames.Quarantine, Partition, from, Prefix + "~", Page<QuarantinedHearing>.Size + 1, cancellationToken);
        var shown = rows.Take(Page<QuarantinedHearing>.Size).ToList();
        return new Page<QuarantinedHearing>(
            [.. shown.Select(Read).Where(each => each.Row.Reason != Released).Select(each => each.Hearing with { PutAsideAt = each.Row.At })],
            rows.Count > shown.Count ? PageToken.Of(shown[^1].Key) : null);
    }

    /// <summary>The hearing as it was put aside, released or not; null when there is none. One request.</summary>
    /// <param name="hearingId">The registrar's id of the hearing.</param>
    /// <param name="courtId">The court that it was to be moved to; null for one that was too much news.</param>
    internal async Task<QuarantinedHearing?> FindAsync(string hearingId, string? courtId, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Quarantine, new(Partition, Key(hearingId, courtId)), cancellationToken) is { } row && Read(row) is var (kept, hearing)
            ? hearing with { PutAsideAt = kept.At }
            : null;

    /// <summary>Puts a hearing aside that was too much news; of one hearing the newest version. Two requests.</summary>
    internal Task PutAsync(QuarantinedHearing hearing, CancellationToken cancellationToken) =>
        PutAsync(hearing, TooMuchNews, _ => true, cancellationToken);

    /// <summary>Puts a move to another court aside, until the other court's registrar says the same; of one hearing and court the newest version. Two requests at most.</summary>
    /// <param name="hearing">The hearing, and whose word it waits for.</param>
    /// <param name="counts">Whether the word of another counts, who said something of this move before.</param>
    /// <returns>What waits now: this word, or another's that came before it and is no older.</returns>
    internal Task<QuarantinedHearing> AwaitAsync(QuarantinedHearing hearing, Func<Actor, bool> counts, CancellationToken cancellationToken) =>
        PutAsync(hearing, OtherCourt, counts, cancellationToken);

    /// <summary>Notes that a hearing was taken in a version that waits no longer; a newer one still does. Two requests at most.</summary>
    internal async Task ReleasedAsync(string hearingId, string? courtId, long version, CancellationToken cancellationToken)
    {
        var key = Key(hearingId, courtId);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await tables.FindAsync(TableNames.Quarantine, new(Partition, key), cancellationToken) is not { } present
                || Read(present) is not { Row.Reason: not Released } waiting || waiting.Hearing.Hearing.SourceVersion != version
                || await tables.CommitAsync(TableNames.Quarantine, Partition, [RowWrite.Replace(key, Row(waiting.Hearing, Released), present.Version)], cancellationToken) is not null)
            {
                return;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task<QuarantinedHearing> PutAsync(QuarantinedHearing hearing, string reason, Func<Actor, bool> counts, CancellationToken cancellationToken)
    {
        var key = Key(hearing.Hearing.Id, hearing.Awaits is null ? null : hearing.Hearing.CourtId);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var present = await tables.FindAsync(TableNames.Quarantine, new(Partition, key), cancellationToken);

            // What was taken, or said for a docket that has the id no longer, stands in nobody's way.
            if (present is not null && Read(present) is { Row.Reason: not Released } waiting && waiting.Hearing.CardholderId == hearing.CardholderId
                && waiting.Hearing.Hearing.SourceVersion >= hearing.Hearing.SourceVersion && counts(waiting.Hearing.Feed))
            {
                return waiting.Hearing;
            }

            var json = Row(hearing, reason);
            var write = present is null ? RowWrite.Insert(key, json) : RowWrite.Replace(key, json, present.Version);
            if (await tables.CommitAsync(TableNames.Quarantine, Partition, [write], cancellationToken) is not null)
            {
                return hearing;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static string Key(string hearingId, string? courtId) => courtId is null ? Prefix + hearingId : $"{Prefix}{hearingId}|{courtId}";

    private string Row(QuarantinedHearing hearing, string reason)
    {
        var text = JsonSerializer.Serialize(hearing, HearingsJson.Rows.QuarantinedHearing);
        return JsonSerializer.Serialize(Quarantine.RowOf(text, reason, clock.GetCurrentInstant()), MessagesJson.Rows.QuarantineRow);
    }

    private static (QuarantineRow Row, QuarantinedHearing Hearing) Read(Row row)
    {
        var kept = JsonSerializer.Deserialize(row.Json, MessagesJson.Rows.QuarantineRow)!;
        return (kept, JsonSerializer.Deserialize(kept.Text, HearingsJson.Rows.QuarantinedHearing)!);
    }
}

/// <summary>A hearing that was put aside.</summary>
/// <param name="CardholderId">Whose hearing.</param>
/// <param name="ANumber">Theirs, as the feed said it.</param>
/// <param name="Hearing">The hearing as the feed said it.</param>
/// <param name="Feed">Who said so.</param>
public sealed record QuarantinedHearing(CardholderId CardholderId, string ANumber, Hearing Hearing, Actor Feed)
{
    /// <summary>The court whose registrar has yet to say the same; null when it is people who have yet to look at it.</summary>
    public string? Awaits { get; init; }

    /// <summary>When it was put aside.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Instant PutAsideAt { get; init; }
}
