using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Searches;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>Rebuilds the hints that lead to a docket: lookups, people alike, names, cards by key, courts' and offices' days, seats, due reminders. It is idempotent.</summary>
public sealed class RebuildHints(
    Lookups lookups,
    AlikePeople alike,
    NameIndex names,
    ClearanceReviews reviews,
    StatusChanges statusChanges,
    IssuedCards issuedCards,
    CourtDays courtDays,
    OfficeDays officeDays,
    OfficeWork work,
    DueReminders due,
    Seats seats,
    SiteStore sites,
    TimeProvider clock)
{
    /// <summary>Writes the hints that lead to a docket before the docket exists.</summary>
    /// <returns>False if a key that must be unique leads to another docket.</returns>
    internal async Task<bool> ExecuteAsync(Docket docket, IEnumerable<Hearing> leftHearings, Instant stopped, CancellationToken cancellationToken)
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

        foreach (var external in docket.Cardholder.Details.ExternalIds)
        {
            await lookups.AddAsync(LookupKind.ExternalId, external.LookupKey, id, cancellationToken);
        }

        await alike.AddAsync(id, docket.Cardholder.Details, cancellationToken);
        await names.AddAsync(id, docket.Cardholder.Details, cancellationToken);
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

        foreach (var checkIn in docket.CheckIns)
        {
            await officeDays.AddAsync(id, checkIn, docket.Version, cancellationToken);
        }

        await work.AddAsync(docket, docket.Version, clock.GetCurrentInstant(), cancellationToken);
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
                await due.AddAsync(reminder, clock.GetCurrentInstant(), cancellationToken);
            }
        }

        return true;
    }
}
