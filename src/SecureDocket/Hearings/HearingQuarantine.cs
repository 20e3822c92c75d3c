using System.Text.Json;
using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Hearings;

/// <summary>
/// Hearings held back from the dockets: either a feed sent unusually many changes for one person, which people review, or one court moved
/// a hearing and the other court has not sent the same yet. <see cref="PurgeQuarantine"/> deletes them after 30 days.
/// </summary>
public sealed class HearingQuarantine(ITables tables, TimeProvider clock)
{
    private const string Partition = "hearings";
    private const string Prefix = "hearing|";
    private const string TooMuchNews = "too-much-news";
    private const string OtherCourt = "other-court";
    private const string Released = "released";
    private const int AttemptLimit = 8;

    private readonly RowTable<QuarantineRow> _quarantine = new(tables, TableNames.Quarantine, MessagesJson.Rows.QuarantineRow);

    /// <summary>A page of the waiting hearings, by ID; hearings released in the meantime leave gaps. One request.</summary>
    public async Task<Result<Page<QuarantinedHearing>>> PageAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, Prefix, out var from))
        {
            return Refusals.PageToken;
        }

        var rows = await _quarantine.PageAsync(Partition, Prefix, from, cancellationToken);
        return new Page<QuarantinedHearing>([.. rows.Items.Where(row => row.Reason != Released).Select(Read)], rows.Next);
    }

    /// <summary>The hearing as quarantined, released or not; null if there is none. One request.</summary>
    /// <param name="hearingId">The registrar's ID of the hearing.</param>
    /// <param name="courtId">The court that it would move to; null for one quarantined because of too many changes.</param>
    internal async Task<QuarantinedHearing?> FindAsync(string hearingId, string? courtId, CancellationToken cancellationToken) =>
        await _quarantine.FindAsync(Partition, Key(hearingId, courtId), cancellationToken) is { } row ? Read(row.Value) : null;

    /// <summary>Quarantines a hearing because of too many changes, keeping its newest version. Two requests.</summary>
    internal Task PutAsync(QuarantinedHearing hearing, CancellationToken cancellationToken) =>
        PutAsync(hearing, TooMuchNews, _ => true, cancellationToken);

    /// <summary>
    /// Quarantines a move to another court until the other court's registrar sends the same, keeping the newest version per hearing and
    /// court. At most two requests.
    /// </summary>
    /// <param name="hearing">The hearing, and the court it waits for.</param>
    /// <param name="counts">Whether another feed's earlier statement of this move counts.</param>
    /// <returns>The waiting hearing: this one, or an earlier one from another feed that is not older.</returns>
    internal Task<QuarantinedHearing> AwaitAsync(QuarantinedHearing hearing, Func<Actor, bool> counts, CancellationToken cancellationToken) =>
        PutAsync(hearing, OtherCourt, counts, cancellationToken);

    /// <summary>Records that a version of a hearing was released; a newer version keeps waiting. At most two requests.</summary>
    internal async Task ReleasedAsync(string hearingId, string? courtId, long version, CancellationToken cancellationToken)
    {
        var key = Key(hearingId, courtId);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await _quarantine.FindAsync(Partition, key, cancellationToken) is not { Value.Reason: not Released } present
                || Read(present.Value) is not { } waiting || waiting.Hearing.SourceVersion != version
                || await _quarantine.ReplaceAsync(Partition, key, RowOf(waiting, Released), present.Version, cancellationToken) is not null)
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
            var present = await _quarantine.FindAsync(Partition, key, cancellationToken);

            // A released hearing, or one for a docket that no longer has the ID, is not in the way.
            if (present is { Value.Reason: not Released } && Read(present.Value) is var waiting && waiting.CardholderId == hearing.CardholderId
                && waiting.Hearing.SourceVersion >= hearing.Hearing.SourceVersion && counts(waiting.Feed))
            {
                return waiting;
            }

            if (await _quarantine.WriteAsync(Partition, key, present, RowOf(hearing, reason), cancellationToken) is not null)
            {
                return hearing;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private static string Key(string hearingId, string? courtId) => courtId is null ? Prefix + hearingId : $"{Prefix}{hearingId}|{courtId}";

    private QuarantineRow RowOf(QuarantinedHearing hearing, string reason) =>
        Quarantine.RowOf(JsonSerializer.Serialize(hearing, HearingsJson.Rows.QuarantinedHearing), reason, clock.GetCurrentInstant());

    private static QuarantinedHearing Read(QuarantineRow row) =>
        JsonSerializer.Deserialize(row.Text, HearingsJson.Rows.QuarantinedHearing)! with { PutAsideAt = row.At };
}

/// <summary>A quarantined hearing.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="ANumber">The A-number as the feed sent it.</param>
/// <param name="Hearing">The hearing as the feed sent it.</param>
/// <param name="Feed">The feed.</param>
public sealed record QuarantinedHearing(CardholderId CardholderId, string ANumber, Hearing Hearing, Actor Feed)
{
    /// <summary>The court whose registrar must still send the same; null if the hearing waits for a review.</summary>
    public string? Awaits { get; init; }

    /// <summary>When it was quarantined.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Instant PutAsideAt { get; init; }
}
