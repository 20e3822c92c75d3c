using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Conversations;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Searches;
using SecureDocket.SignIns;
using SecureDocket.Storage;

namespace SecureDocket.Retention;

/// <summary>Deletes what leads to a docket that is being erased: lookups, people alike, names, issued cards, courts' and offices' days, seats, due reminders, sign-ins. It is idempotent.</summary>
/// <remarks>Opt-outs and carriers' blocks stay, by the keyed hash of the number: whoever said STOP is texted no more.</remarks>
public sealed class DropHints(
    Lookups lookups, AlikePeople alike, NameIndex names, ClearanceReviews reviews, IssuedCards issued, CourtDays courtDays, OfficeDays officeDays, OfficeWork work, Seats seats, DueReminders due, SignInStore signIns, Phones phones,
    KeptParts parts)
{
    /// <summary>Deletes them. Requests in proportion to what the docket ever held.</summary>
    internal async Task ExecuteAsync(CardholderId id, DocketTraces traces, CancellationToken cancellationToken)
    {
        await signIns.DropAsync(id, cancellationToken);
        foreach (var details in traces.People.Select(person => person.Details).DistinctBy(details => (details.ANumber, details.Name, details.LatinName, details.BirthDate, details.Mobile)))
        {
            await lookups.DropAsync(LookupKind.ANumber, details.ANumber, id, cancellationToken);
            await alike.DropAsync(id, details, cancellationToken);
            await names.DropAsync(id, details, cancellationToken);
        }

        foreach (var mobile in traces.People.Select(person => person.Details.Mobile).OfType<string>().Distinct())
        {
            await DropPhoneAsync(id, mobile, cancellationToken);
        }

        foreach (var external in traces.People.SelectMany(person => person.Details.ExternalIds).Distinct())
        {
            await lookups.DropAsync(LookupKind.ExternalId, external.LookupKey, id, cancellationToken);
        }

        foreach (var photo in traces.Photos)
        {
            await alike.DropPhotoAsync(id, photo, cancellationToken);
        }

        await DropCardsAsync(id, traces, cancellationToken);
        await DropDatesAsync(id, traces, cancellationToken);
    }

    private async Task DropPhoneAsync(CardholderId id, string mobile, CancellationToken cancellationToken)
    {
        await lookups.DropAsync(LookupKind.Mobile, mobile, id, cancellationToken);
        if ((await lookups.OwnersAsync(LookupKind.Mobile, mobile, 1, cancellationToken)).Count > 0)
        {
            // Somebody else has the same phone.
            return;
        }

        var state = await phones.FindAsync(mobile, cancellationToken);
        foreach (var part in state.Parts ?? [])
        {
            await parts.DeleteAsync(part.Words, cancellationToken);
        }

        if (state != new PhoneState { OptOut = state.OptOut, Blocks = state.Blocks })
        {
            await phones.ChangeAsync(mobile, present => new() { OptOut = present.OptOut, Blocks = present.Blocks }, cancellationToken);
        }
    }

    private async Task DropCardsAsync(CardholderId id, DocketTraces traces, CancellationToken cancellationToken)
    {
        foreach (var since in traces.Cards.Select(card => card.ReviewSince).OfType<DateTimeOffset>().Distinct())
        {
            await reviews.CloseAsync(id, since, cancellationToken);
        }

        foreach (var card in traces.Cards.DistinctBy(card => card.Number))
        {
            await lookups.DropAsync(LookupKind.CardNumber, card.Number.ToString(), id, cancellationToken);
            await issued.DropAsync(card, cancellationToken);
        }
    }

    private async Task DropDatesAsync(CardholderId id, DocketTraces traces, CancellationToken cancellationToken)
    {
        foreach (var hearing in traces.Hearings.DistinctBy(hearing => (hearing.Id, hearing.CourtId, hearing.Start)))
        {
            await lookups.DropAsync(LookupKind.Hearing, hearing.Id, id, cancellationToken);
            await courtDays.DropAsync(id, hearing, cancellationToken);
        }

        foreach (var checkIn in traces.CheckIns.DistinctBy(checkIn => (checkIn.OfficeId, checkIn.Start, checkIn.Seat)))
        {
            await officeDays.DropAsync(id, checkIn, traces.CheckIns.Any(trace => trace.Id == checkIn.Id && trace.Status == CheckInStatus.Missed), cancellationToken);
            await seats.DropAsync(id, checkIn, cancellationToken);
        }

        var offices = traces.CheckIns.Select(checkIn => checkIn.OfficeId).Concat(traces.People.Select(person => person.CheckInSchedule?.OfficeId).OfType<string>());
        foreach (var office in offices.Distinct(StringComparer.Ordinal))
        {
            await work.DropAsync(office, id, cancellationToken);
        }

        foreach (var reminder in traces.Reminders.DistinctBy(reminder => (reminder.Id, reminder.Due)))
        {
            await due.DropAsync(reminder, cancellationToken);
        }
    }
}
