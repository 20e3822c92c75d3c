using System.Collections.ObjectModel;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Encryption;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Loads dockets and commits changes to them: one docket, one partition, one transaction.</summary>
/// <param name="table">The table of the dockets.</param>
/// <param name="keys">The keys of the dockets.</param>
/// <param name="followers">The followers, in any order.</param>
/// <param name="presented">Tells whose cards a caller was shown.</param>
/// <param name="hash">Hashes the personal parts of row keys.</param>
/// <param name="clock">The clock.</param>
/// <exception cref="InvalidOperationException">A word that must be followed has no follower or several.</exception>
public sealed class DocketStore(
    DocketTable table, DocketKeys keys, IEnumerable<IDocketFollower> followers, IPresentedCards presented, KeyedHash hash, TimeProvider clock)
{
    private const int AttemptLimit = 8;
    private const int ReadLimit = 3;

    private readonly IReadOnlyList<IDocketFollower> _followers = DocketWords.InOrder(followers);

    /// <summary>The live docket; null if there is none. One request.</summary>
    /// <exception cref="UnreadableException">A row is not what was stored, is missing, or was put back as it was earlier.</exception>
    public async Task<Docket?> LoadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < ReadLimit; attempt++)
        {
            var docket = DocketRows.Assemble(await ReadAsync(id, cancellationToken), out var areWhole);
            if (areWhole)
            {
                return docket;
            }

            // A docket of many pages may have changed while it was read.
        }

        throw table.Refuse(id, UnreadableReason.Replayed);
    }

    /// <summary>
    /// The live docket for a caller who named it; null if there is none, or if the person is protected and neither the caller's role opens such
    /// dockets nor the person showed them the card just now. One request, and one more for a protected person.
    /// </summary>
    public async Task<Docket?> LoadAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken) is { } docket && await IsOpenToAsync(docket.Cardholder, actor, cancellationToken) ? docket : null;

    /// <summary>Reads only the person, as <see cref="LoadAsync(CardholderId, Actor, CancellationToken)"/> does for a caller.</summary>
    public async Task<Cardholder?> FindCardholderAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) =>
        await FindCardholderAsync(id, cancellationToken) is { } person && await IsOpenToAsync(person, actor, cancellationToken) ? person : null;

    /// <summary>Whether a person's docket is open to a caller. At most one request, for a protected person.</summary>
    internal async Task<bool> IsOpenToAsync(Cardholder person, Actor actor, CancellationToken cancellationToken) =>
        !person.IsKeptFrom(actor) || await presented.WasPresentedAsync(person.Id, actor, cancellationToken);

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
            if (await LoadAsync(id, actor, cancellationToken) is not { } docket)
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
        var key = before is null ? await keys.NewAsync(id, cancellationToken) : await table.KeyOfAsync(id, cancellationToken);
        var happened = new JournalEvent
        {
            Sequence = (before?.Version ?? 0) + 1,
            At = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
            Actor = actor,
            RequestedBy = change.RequestedBy,
            Kind = change.Kind,
            Operation = commit.Operation.Value,
            Changes = images,
        };
        var (written, link) = DocketTable.Link(key, happened, before?.Head);
        var head = link.Hash(id);

        var others = images.Where(image => image.Key != DocketRows.ProfileKey).Select(image => image.Json.Length == 0
            ? RowWrite.Delete(image.Key, null)
            : DocketTable.Live(RowWriteKind.Put, key, image.Key, Encoding.UTF8.GetBytes(image.Json))).ToList();
        var tags = TagsAfter(before, others);
        var edited = actor.IsSystem && before is not null ? before.Edited : link.Sequence;
        var profile = new ProfileRow(cardholder, link.Sequence, head)
        {
            HasLeftHearings = before?.HasLeftHearings == true || change.LeftHearings.Count > 0,
            Rows = DocketRows.RootOf(tags),
            Edited = edited,
        };
        var guard = DocketTable.Live(
            before is null ? RowWriteKind.Insert : RowWriteKind.Replace,
            key,
            DocketRows.ProfileKey,
            JsonSerializer.SerializeToUtf8Bytes(profile, DocketsJson.Rows.ProfileRow),
            before?.Guard);

        if (await table.CommitAsync(id, [guard, written, .. others], cancellationToken) is { } versions)
        {
            keys.Remember(key);
            return (before ?? new Docket { Cardholder = cardholder, Version = 0, Edited = 0, Head = [], Guard = "" }).With(change) with
            {
                Version = link.Sequence,
                Edited = edited,
                Head = head,
                Guard = versions[0],
                Tags = tags,
            };
        }

        return await HappenedAsync(id, link, cancellationToken) ? await LoadAsync(id, cancellationToken) : null;
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> TagsAfter(Docket? before, IEnumerable<RowWrite> writes)
    {
        Dictionary<string, ReadOnlyMemory<byte>> tags = new(before?.Tags ?? ReadOnlyDictionary<string, ReadOnlyMemory<byte>>.Empty, StringComparer.Ordinal);
        foreach (var write in writes.Where(write => string.CompareOrdinal(write.Key, DocketRows.HistoryStart) < 0))
        {
            if (write.Kind == RowWriteKind.Delete)
            {
                tags.Remove(write.Key);
            }
            else
            {
                tags[write.Key] = DocketTable.TagOf(write.Sealed);
            }
        }

        return tags;
    }

    private async Task<T?> FindAsync<T>(CardholderId id, string key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class =>
        (await table.FindAsync(id, key, type, cancellationToken))?.Value;

    private async Task<IReadOnlyList<OpenRow>> ReadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var rows = await table.SealedAsync(id, "", DocketRows.HistoryStart, DocketRows.LiveRowLimit, cancellationToken);
        List<OpenRow> open = new(rows.Count);
        foreach (var row in rows)
        {
            open.Add(await table.OpenAsync(id, row, cancellationToken));
        }

        return open;
    }

    /// <summary>Whether a rejected commit is one of our own whose response was lost: a silent retry in a client library looks like a conflict.</summary>
    private async Task<bool> HappenedAsync(CardholderId id, JournalLink link, CancellationToken cancellationToken) =>
        await table.FindSealedAsync(id, DocketRows.EventKey(link.Sequence), cancellationToken) is { } row && row.Sealed.Span.SequenceEqual(link.ToBytes());
}
