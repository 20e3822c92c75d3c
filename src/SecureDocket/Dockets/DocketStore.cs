using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Loads dockets and commits changes to them: one docket, one partition, one transaction.</summary>
/// <param name="tables">The tables.</param>
/// <param name="followers">The followers, in any order.</param>
/// <param name="hash">Hashes the personal parts of row keys.</param>
/// <param name="clock">The clock.</param>
/// <exception cref="InvalidOperationException">A word that must be followed has no follower or several.</exception>
public sealed class DocketStore(ITables tables, IEnumerable<IDocketFollower> followers, KeyedHash hash, TimeProvider clock)
{
    private const int AttemptLimit = 8;

    private readonly IReadOnlyList<IDocketFollower> _followers = DocketWords.InOrder(followers);

    /// <summary>The live docket; null if there is none. One request.</summary>
    public async Task<Docket?> LoadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(
            TableNames.Dockets, id.ToString(), "", DocketRows.HistoryStart, DocketRows.LiveRowLimit, cancellationToken);
        return DocketRows.Assemble(rows);
    }

    /// <summary>Reads only the person; null if there is none. One request.</summary>
    public async Task<Cardholder?> FindCardholderAsync(CardholderId id, CancellationToken cancellationToken) =>
        (await FindAsync(id, DocketRows.ProfileKey, DocketsJson.Rows.ProfileRow, cancellationToken))?.Cardholder;

    /// <summary>Reads only one card; null if there is none. One request.</summary>
    public Task<Card?> FindCardAsync(CardholderId id, CardNumber number, CancellationToken cancellationToken) =>
        FindAsync(id, DocketRows.CardKey(number, hash), DocketsJson.Rows.Card, cancellationToken);

    /// <summary>Reads only one hearing; null if there is none. One request.</summary>
    public Task<Hearing?> FindHearingAsync(CardholderId id, string hearingId, CancellationToken cancellationToken) =>
        FindAsync(id, DocketRows.HearingPrefix + hearingId, DocketsJson.Rows.Hearing, cancellationToken);

    /// <summary>Reads only one cancelled hearing outside the live docket; null if there is none. One request.</summary>
    public Task<Hearing?> FindLeftHearingAsync(CardholderId id, string hearingId, CancellationToken cancellationToken) =>
        FindAsync(id, DocketRows.LeftHearingPrefix + hearingId, DocketsJson.Rows.Hearing, cancellationToken);

    /// <summary>The last release of a hearing's ID from a docket; null if it was never released. One request.</summary>
    internal Task<ReleasedId?> FindReleasedIdAsync(CardholderId id, string hearingId, CancellationToken cancellationToken) =>
        FindAsync(id, DocketRows.ReleasedIdPrefix + hearingId, DocketsJson.Rows.ReleasedId, cancellationToken);

    /// <summary>Reads only one document; null if there is none. One request.</summary>
    public Task<Document?> FindDocumentAsync(CardholderId id, string documentId, CancellationToken cancellationToken) =>
        FindAsync(id, DocketRows.DocumentPrefix + documentId, DocketsJson.Rows.Document, cancellationToken);

    /// <summary>Reads only one reminder; null if there is none. One request.</summary>
    public Task<Reminder?> FindReminderAsync(ReminderId id, CancellationToken cancellationToken) =>
        FindAsync(id.Cardholder, DocketRows.ReminderPrefix + id, DocketsJson.Rows.Reminder, cancellationToken);

    /// <summary>Opens a docket with its first event.</summary>
    /// <param name="cardholder">The person.</param>
    /// <param name="reminders">The texts that the person gets at once.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation of the command.</param>
    /// <param name="cancellationToken">Cancels the call; a retry finds the docket.</param>
    /// <returns>The docket; null if one exists under this ID.</returns>
    public Task<Docket?> OpenAsync(
        Cardholder cardholder, IReadOnlyList<Reminder> reminders, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        CommitAsync(cardholder.Id, null, new("cardholder-enrolled") { Cardholder = cardholder, Reminders = reminders }, actor, operation, cancellationToken);

    /// <summary>Commits a command's decision on <paramref name="docket"/>, completed by the followers.</summary>
    /// <returns>The docket afterwards; null if another command changed it first and the decision must be made again.</returns>
    public Task<Docket?> CommitAsync(
        Docket docket, DocketChange change, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        CommitAsync(docket.Cardholder.Id, docket, change, actor, operation, cancellationToken);

    /// <summary>Loads, decides and commits, and retries when other commands win the race, up to a limit.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="decide">A pure function: the change, null to leave the docket as it is, or the refusal.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation of the command.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed, or the race was lost too often.</exception>
    public async Task<Result<Docket>> ChangeAsync(
        CardholderId id, Func<Docket, Result<DocketChange?>> decide, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await LoadAsync(id, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            var decision = decide(docket);
            if (decision.Refusals.Count > 0)
            {
                return decision.Refusals.ToList();
            }

            if (decision.Value is null)
            {
                return docket;
            }

            if (await CommitAsync(docket, decision.Value, actor, operation, cancellationToken) is { } committed)
            {
                return committed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task<Docket?> CommitAsync(
        CardholderId id, Docket? before, DocketChange change, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // This is done here and not in the commands, so that no command can forget the consequences of its change.
        var commit = new DocketCommit(id, before, change, operation, clock.GetCurrentInstant());
        foreach (var follower in _followers)
        {
            commit = commit with { Change = follower.Complete(commit) };
        }

        foreach (var follower in _followers)
        {
            await follower.HintAsync(commit, cancellationToken);
        }

        var committed = await WriteAsync(commit, actor, cancellationToken);
        foreach (var follower in committed is null ? [] : _followers)
        {
            follower.Committed(commit);
        }

        return committed;
    }

    private async Task<Docket?> WriteAsync(DocketCommit commit, Actor actor, CancellationToken cancellationToken)
    {
        var (id, before, change) = (commit.Id, commit.Before, commit.Change);
        var cardholder = change.Cardholder ?? before!.Cardholder;
        var images = DocketRows.Images(change, hash);
        var unsealed = new JournalEvent
        {
            Sequence = (before?.Version ?? 0) + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
            Actor = actor,
            RequestedBy = change.RequestedBy,
            Kind = change.Kind,
            Operation = commit.Operation.Value,
            Changes = images,
            Previous = before?.Head ?? new byte[32],
        };
        var link = unsealed with { Hash = unsealed.ComputeHash() };

        var hasLeft = before?.HasLeftHearings == true || change.LeftHearings.Count > 0;
        var edited = actor.IsSystem && before is not null ? before.Edited : link.Sequence;
        var profile = JsonSerializer.Serialize(
            new ProfileRow(cardholder, link.Sequence, link.Hash) { HasLeftHearings = hasLeft, Edited = edited }, DocketsJson.Rows.ProfileRow);
        List<RowWrite> writes =
        [
            before is null ? RowWrite.Insert(DocketRows.ProfileKey, profile) : RowWrite.Replace(DocketRows.ProfileKey, profile, before.Guard),
            RowWrite.Insert(DocketRows.EventKey(link.Sequence), JsonSerializer.Serialize(link, DocketsJson.Rows.JournalEvent)),
            .. images.Where(image => image.Key != DocketRows.ProfileKey)
                .Select(image => image.Json.Length == 0 ? RowWrite.Delete(image.Key, null) : RowWrite.Put(image.Key, image.Json)),
        ];

        if (await tables.CommitAsync(TableNames.Dockets, id.ToString(), writes, cancellationToken) is { } versions)
        {
            return (before ?? new Docket { Cardholder = cardholder, Version = 0, Edited = 0, Head = [], Guard = "" }).With(change) with
            {
                Version = link.Sequence,
                Edited = edited,
                Head = link.Hash,
                Guard = versions[0],
            };
        }

        return await HappenedAsync(id, link, cancellationToken) ? await LoadAsync(id, cancellationToken) : null;
    }

    private async Task<T?> FindAsync<T>(CardholderId id, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), key), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, type);
    }

    /// <summary>Whether a rejected commit is one of our own whose response was lost: a silent retry in a client library looks like a conflict.</summary>
    private async Task<bool> HappenedAsync(CardholderId id, JournalEvent link, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), DocketRows.EventKey(link.Sequence)), cancellationToken);
        return row is not null
            && JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.JournalEvent)!.Hash.AsSpan().SequenceEqual(link.Hash);
    }
}
