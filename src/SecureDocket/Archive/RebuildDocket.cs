using System.Text.Json;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Rebuilds one docket from its journal: first the hints that lead to it, then its live rows. It is idempotent.</summary>
/// <remarks>A docket whose chain is broken gets no live rows and is quarantined; nothing about it is guessed.</remarks>
public sealed class RebuildDocket(
    ITables tables,
    DocketStore dockets,
    Lookups lookups,
    AlikePeople alike,
    ClearanceReviews reviews,
    StatusChanges statusChanges,
    IssuedCards issuedCards,
    CourtDays courtDays,
    DueReminders due,
    Seats seats,
    SiteStore sites,
    Quarantine quarantine,
    TimeProvider clock)
{
    private const int EventsPerRead = 1000;

    // The size limit of one transaction, four megabytes, in two-byte characters, with a margin.
    private const int CommitCharacters = 1_000_000;

    // The number of reminders that one commit settles, leaving room for the profile and the event.
    private const int SettledAtOnce = 50;

    private static readonly Actor s_actor = new("System", "RebuildTables");

    /// <summary>Rebuilds a docket.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="stopped">When the system last sent anything; reminders due by then may have been sent.</param>
    /// <param name="published">The published status lists.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    internal async Task<RebuiltDocket> ExecuteAsync(
        CardholderId id, Instant stopped, IReadOnlyDictionary<string, StatusList> published, CancellationToken cancellationToken)
    {
        var replay = await ReplayAsync(id, cancellationToken);
        if (replay.BrokenAt is null && !await HintAsync(replay.Docket!, LeftHearings(replay.Live), stopped, cancellationToken))
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

    /// <summary>Replays the journal from its first event to its last, as far as the chain holds.</summary>
    private async Task<Replay> ReplayAsync(CardholderId id, CancellationToken cancellationToken)
    {
        JournalChain chain = new();
        Dictionary<string, string> live = new(StringComparer.Ordinal);
        Dictionary<CardNumber, Card> cards = [];
        Cardholder? cardholder = null;
        var from = DocketRows.EventPrefix;
        IReadOnlyList<Row> rows;
        do
        {
            rows = await tables.RangeAsync(
                TableNames.Dockets, id.ToString(), from, DocketRows.EventPrefix + "~", EventsPerRead, cancellationToken);
            foreach (var link in rows.Select(row => chain.Add(row.Json)).OfType<JournalEvent>())
            {
                foreach (var card in link.Changes.Select(ReadCard).OfType<Card>())
                {
                    cards[card.Number] = card;
                }

                foreach (var image in chain.BrokenAt is null ? link.Changes : [])
                {
                    if (image.Key == DocketRows.ProfileKey)
                    {
                        cardholder = JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.Cardholder);
                    }
                    else if (image.Json.Length == 0)
                    {
                        live.Remove(image.Key);
                    }
                    else
                    {
                        live[image.Key] = image.Json;
                    }
                }
            }

            from = rows.Count > 0 ? rows[^1].Key + " " : from;
        }
        while (rows.Count == EventsPerRead);

        if (chain.BrokenAt is { } broken || cardholder is null)
        {
            return new(chain.Sequence, chain.BrokenAt ?? 1, "journal-broken", [.. cards.Values], live, null);
        }

        live[DocketRows.ProfileKey] = JsonSerializer.Serialize(
            new ProfileRow(cardholder, chain.Sequence, chain.Head) { HasLeftHearings = LeftHearings(live).Any() }, DocketsJson.Rows.ProfileRow);
        var docket = DocketRows.Assemble([.. live.Select(row => new Row(row.Key, row.Value, ""))]);
        return new(chain.Sequence, null, "", [.. cards.Values], live, docket);
    }

    /// <summary>The cancelled hearings outside the live docket.</summary>
    private static IEnumerable<Hearing> LeftHearings(Dictionary<string, string> live) => live
        .Where(row => row.Key.StartsWith(DocketRows.LeftHearingPrefix, StringComparison.Ordinal))
        .Select(row => JsonSerializer.Deserialize(row.Value, DocketsJson.Rows.Hearing)!);

    private static Card? ReadCard(RowImage image)
    {
        try
        {
            return image.Key.StartsWith(DocketRows.CardPrefix, StringComparison.Ordinal)
                ? JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.Card)
                : null;
        }
        catch (JsonException)
        {
            // This only happens where the chain is broken; this system wrote everything that is linked.
            return null;
        }
    }

    /// <summary>Writes the hints that lead to a docket before the docket exists.</summary>
    /// <returns>False if a key that must be unique leads to another docket.</returns>
    private async Task<bool> HintAsync(Docket docket, IEnumerable<Hearing> leftHearings, Instant stopped, CancellationToken cancellationToken)
    {
        var id = docket.Cardholder.Id;
        if (await lookups.ClaimAsync(LookupKind.ANumber, docket.Cardholder.Details.ANumber, id, cancellationToken) != id)
        {
            return false;
        }

        if (docket.Cardholder.Details.Mobile is { } mobile)
        {
            await lookups.AddAsync(LookupKind.Mobile, mobile, id, cancellationToken);
        }

        await alike.AddAsync(id, docket.Cardholder.Details, cancellationToken);
        foreach (var photo in docket.Cardholder.SignedPhotos.Append(docket.Cardholder.Photo).OfType<PhotoReference>())
        {
            await alike.AddPhotoAsync(id, photo.Hash, cancellationToken);
        }

        foreach (var card in docket.Cards)
        {
            if (await lookups.ClaimAsync(LookupKind.CardNumber, card.Number.ToString(), id, cancellationToken) != id)
            {
                return false;
            }

            await issuedCards.AddAsync(id, card, cancellationToken);
            await sites.KeepAsync(card.SiteId, card.Number, cancellationToken);
            if (card.ReviewSince is { } review)
            {
                await reviews.AddAsync(id, review, cancellationToken);
            }

            if (card.State != CardState.Valid)
            {
                var operation = card.StatusChanges.Count > 0 ? new OperationId(card.StatusChanges[^1]) : new(card.IssuedBy);
                await statusChanges.NoteAsync(id, card, operation, cancellationToken);
            }
        }

        // A released ID may belong to another docket. If a hearing left and came back, its live row counts.
        var hearings = docket.Hearings.Concat(leftHearings.ExceptBy(docket.Hearings.Select(live => live.Id), left => left.Id));
        foreach (var hearing in hearings.Where(hearing => hearing.ReleaseReason is null))
        {
            if (await lookups.ClaimAsync(LookupKind.Hearing, hearing.Id, id, cancellationToken) != id)
            {
                return false;
            }
        }

        foreach (var hearing in docket.Hearings)
        {
            await courtDays.AddAsync(id, hearing, cancellationToken);
        }

        foreach (var checkIn in docket.CheckIns.Where(checkIn => checkIn.Status == CheckInStatus.Booked))
        {
            await seats.KeepAsync(docket, checkIn, cancellationToken);
        }

        var waiting = docket.Reminders.Where(reminder => reminder.State == ReminderState.Planned && reminder.Due > stopped).ToList();
        await due.AddAsync(waiting, cancellationToken);
        foreach (var reminder in docket.Reminders.Except(waiting))
        {
            await due.KeepFollowedAsync(reminder, cancellationToken);
            if (reminder.State == ReminderState.Accepted)
            {
                // The reminder's day may be over; it gets one more day for its receipt from now.
                await due.AddAsync(reminder.Id, Now, cancellationToken);
            }
        }

        return true;
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

    /// <summary>The result of replaying a journal.</summary>
    private sealed record Replay(
        long Sequence, long? BrokenAt, string Reason, IReadOnlyList<Card> Cards, Dictionary<string, string> Live, Docket? Docket);
}

/// <summary>The result of rebuilding a docket.</summary>
/// <param name="BrokenAt">The event from which the journal is invalid; null for a docket that was rebuilt.</param>
/// <param name="Events">The number of events that were replayed.</param>
/// <param name="Unknown">The number of reminders whose sending is unknown.</param>
/// <param name="Suspended">The number of cards suspended because their published list is newer than their journal.</param>
internal sealed record RebuiltDocket(long? BrokenAt, long Events, int Unknown, int Suspended);
