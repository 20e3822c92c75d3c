using System.Text;
using System.Text.Json;
using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Rebuilds one docket from its journal: first the hints that lead to it, then its live rows. It is idempotent.</summary>
/// <remarks>A docket whose chain is broken gets no live rows and is quarantined; nothing about it is guessed.</remarks>
public sealed class RebuildDocket(ITables tables, KeyedHash hash, DocketTable table, DocketKeys keys, DocketStore dockets, RebuildHints hints, Quarantine quarantine, TimeProvider clock)
{
    // The size limit of one transaction is four megabytes; in base64, with a margin.
    private const int CommitBytes = 2_000_000;

    // The number of reminders that one commit settles, leaving room for the profile and the event.
    private const int SettledAtOnce = 50;

    private static readonly Actor s_actor = Actor.System("RebuildTables");

    /// <summary>Rebuilds a docket.</summary>
    /// <param name="key">The docket's key.</param>
    /// <param name="stopped">When the system last sent anything; reminders due by then may have been sent.</param>
    /// <param name="published">The published status lists.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    internal async Task<RebuiltDocket> ExecuteAsync(
        DocketKey key, Instant stopped, IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        var id = key.Docket;
        var replay = await JournalReplay.ReadAsync(table, key, cancellationToken);
        if (replay.BrokenAt is null && !await hints.ExecuteAsync(replay.Docket!, replay.LeftHearings, stopped, cancellationToken))
        {
            replay = replay with { BrokenAt = replay.Sequence + 1, Reason = "key-taken" };
        }

        // This includes cards that cannot be rebuilt: their status entries must never be given to another card.
        foreach (var card in replay.Cards)
        {
            await StatusIndexes.KeepAsync(tables, hash, new(card.StatusList, card.StatusIndex), card.Number, cancellationToken);
        }

        if (replay.BrokenAt is { } sequence)
        {
            await quarantine.AddAsync($"{id} {sequence}", replay.Reason, cancellationToken);
            return new(sequence, replay.Sequence, 0, 0);
        }

        await WriteAsync(key, replay, cancellationToken);
        var unknown = await SettleAsync(replay.Docket!, stopped, cancellationToken);
        return new(null, replay.Sequence, unknown, await SuspendAsync(replay.Docket!, published, cancellationToken));
    }

    /// <summary>Puts a docket that cannot be read into quarantine.</summary>
    internal async Task<RebuiltDocket> GiveUpAsync(CardholderId id, string reason, CancellationToken cancellationToken)
    {
        await quarantine.AddAsync($"{id} 1", reason, cancellationToken);
        return new(1, 0, 0, 0);
    }

    /// <summary>Writes the live rows, the profile last: without a profile the docket does not exist.</summary>
    private async Task WriteAsync(DocketKey key, JournalReplay replay, CancellationToken cancellationToken)
    {
        List<RowWrite> batch = [];
        Dictionary<string, ReadOnlyMemory<byte>> tags = new(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var (rowKey, json) in replay.Live.Where(row => row.Key != DocketRows.ProfileKey))
        {
            var write = DocketTable.Live(RowWriteKind.Put, key, rowKey, Encoding.UTF8.GetBytes(json));
            if (batch.Count == StorageLimits.Writes || bytes + write.Sealed.Length > CommitBytes)
            {
                await table.CommitAsync(key.Docket, batch, cancellationToken);
                batch.Clear();
                bytes = 0;
            }

            batch.Add(write);
            bytes += write.Sealed.Length;
            if (string.CompareOrdinal(rowKey, DocketRows.HistoryStart) < 0)
            {
                tags[rowKey] = DocketTable.TagOf(write.Sealed);
            }
        }

        if (batch.Count > 0)
        {
            await table.CommitAsync(key.Docket, batch, cancellationToken);
        }

        var profile = JsonSerializer.SerializeToUtf8Bytes(replay.Profile! with { Rows = DocketRows.RootOf(tags) }, DocketsJson.Rows.ProfileRow);
        await table.CommitAsync(key.Docket, [DocketTable.Live(RowWriteKind.Put, key, DocketRows.ProfileKey, profile)], cancellationToken);
        keys.Remember(key);
    }

    /// <summary>Marks reminders Unknown that the lost system may have sent after its archive ended, so that none is sent twice.</summary>
    private async Task<int> SettleAsync(Docket docket, Instant stopped, CancellationToken cancellationToken)
    {
        var settled = 0;
        var open = docket.Reminders.Where(reminder => MayHaveLeft(reminder, stopped)).Select(reminder => reminder.Id);
        foreach (var ids in open.Chunk(SettledAtOnce))
        {
            await dockets.ChangeAsync(
                docket.Cardholder.Id,
                present =>
                {
                    var reminders = present.Reminders.Where(reminder => ids.Contains(reminder.Id) && MayHaveLeft(reminder, stopped))
                        .Select(reminder => reminder with { State = ReminderState.Unknown, Reason = "rebuilt", ChangedAt = Now, Body = null })
                        .ToList();
                    return reminders.Count == 0 ? (DocketChange?)null : new DocketChange("reminder-unknown") { Reminders = reminders };
                },
                s_actor,
                OperationId.New(),
                cancellationToken);
            settled += ids.Length;
        }

        return settled;
    }

    /// <summary>
    /// Suspends a card that its journal says is in force and its published list says is not: the change came after the archive ended, and
    /// an officer must decide.
    /// </summary>
    private async Task<int> SuspendAsync(Docket docket, IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        bool IsInDoubt(Card card) => card.Status == CardStatus.Active
            && published.TryGetValue(card.StatusList, out var list) && list[card.StatusIndex] != (int)CardState.Valid;
        if (!docket.Cards.Any(IsInDoubt))
        {
            return 0;
        }

        await dockets.ChangeAsync(
            docket.Cardholder.Id,
            present => present.Cards.FirstOrDefault(IsInDoubt) is { } card
                ? new DocketChange(CardLifecycle.KindOf(CardMove.Suspend)) { Cards = [CardLifecycle.Apply(card, CardMove.Suspend, StatusReasons.UnderReview).Value!] }
                : (DocketChange?)null,
            s_actor,
            OperationId.New(),
            cancellationToken);
        return 1;
    }

    private Instant Now => clock.GetCurrentInstant();

    private static bool MayHaveLeft(Reminder reminder, Instant stopped) =>
        reminder.State == ReminderState.Claimed || (reminder.State == ReminderState.Planned && reminder.Due <= stopped);
}

/// <summary>The result of rebuilding a docket.</summary>
/// <param name="BrokenAt">The event from which the journal is invalid; null for a docket that was rebuilt.</param>
/// <param name="Events">The number of events that were replayed.</param>
/// <param name="Unknown">The number of reminders whose sending is unknown.</param>
/// <param name="Suspended">The number of cards suspended because their published list is newer than their journal.</param>
internal sealed record RebuiltDocket(long? BrokenAt, long Events, int Unknown, int Suspended)
{
    /// <summary>A docket that was erased.</summary>
    public static RebuiltDocket Erased { get; } = new(null, 0, 0, 0) { IsErased = true };

    /// <summary>Whether the docket was erased.</summary>
    public bool IsErased { get; init; }
}
