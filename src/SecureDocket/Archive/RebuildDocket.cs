using NodaTime;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Rebuilds one docket from its journal: first the hints that lead to it, then its live rows. It is idempotent.</summary>
/// <remarks>A docket whose chain is broken gets no live rows and is quarantined; nothing about it is guessed.</remarks>
public sealed class RebuildDocket(ITables tables, DocketStore dockets, RebuildHints hints, Quarantine quarantine, TimeProvider clock)
{
    // The size limit of one transaction, four megabytes, in two-byte characters, with a margin.
    private const int CommitCharacters = 1_000_000;

    // The number of reminders that one commit settles, leaving room for the profile and the event.
    private const int SettledAtOnce = 50;

    private static readonly Actor s_actor = Actor.System("RebuildTables");

    /// <summary>Rebuilds a docket.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="stopped">When the system last sent anything; reminders due by then may have been sent.</param>
    /// <param name="published">The published status lists.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    internal async Task<RebuiltDocket> ExecuteAsync(
        CardholderId id, Instant stopped, IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        var replay = await JournalReplay.ReadAsync(tables, id, cancellationToken);
        if (replay.BrokenAt is null && !await hints.ExecuteAsync(replay.Docket!, replay.LeftHearings, stopped, cancellationToken))
        {
            replay = replay with { BrokenAt = replay.Sequence + 1, Reason = "key-taken" };
        }

        // This includes cards that cannot be rebuilt: their status entries must never be given to another card.
        foreach (var card in replay.Cards)
        {
            await StatusIndexes.KeepAsync(tables, new(card.StatusList, card.StatusIndex), card.Number, cancellationToken);
        }

        if (replay.BrokenAt is { } sequence)
        {
            await quarantine.AddAsync($"{id} {sequence}", replay.Reason, cancellationToken);
            return new(sequence, replay.Sequence, 0, 0);
        }

        await WriteAsync(id, replay.Live, cancellationToken);
        var unknown = await SettleAsync(replay.Docket!, stopped, cancellationToken);
        return new(null, replay.Sequence, unknown, await SuspendAsync(replay.Docket!, published, cancellationToken));
    }

    /// <summary>Writes the live rows, the profile last: without a profile the docket does not exist.</summary>
    private async Task WriteAsync(CardholderId id, Dictionary<string, string> live, CancellationToken cancellationToken)
    {
        List<RowWrite> batch = [];
        var characters = 0;
        foreach (var (key, json) in live.OrderBy(row => row.Key == DocketRows.ProfileKey))
        {
            if (batch.Count == StorageLimits.Writes || characters + json.Length > CommitCharacters)
            {
                await tables.CommitAsync(TableNames.Dockets, id.ToString(), batch, cancellationToken);
                batch.Clear();
                characters = 0;
            }

            batch.Add(RowWrite.Put(key, json));
            characters += json.Length;
        }

        await tables.CommitAsync(TableNames.Dockets, id.ToString(), batch, cancellationToken);
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
internal sealed record RebuiltDocket(long? BrokenAt, long Events, int Unknown, int Suspended);
