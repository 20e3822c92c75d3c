using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.Cardholders;

/// <summary>Changes a person's contact details. Planned texts follow in the same commit.</summary>
public sealed class ChangeContact(DocketStore dockets, Lookups lookups, AlikePeople alike, Phones phones, SmsOptions sms, ReminderText words, TimeProvider clock)
{
    /// <summary>Changes them on a docket of the expected version.</summary>
    public async Task<Result<Docket>> ExecuteAsync(
        CardholderId id, VersionMatch expected, Contact contact, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contact);
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } present)
        {
            return Refusals.NoSuchCardholder;
        }

        // The hint is written only once the change is known to be allowed: a hint that is never confirmed stays for good.
        var phone = await PhoneOfAsync(present, contact, cancellationToken);
        var decision = Decide(present, expected, contact, phone, actor);
        if (decision.IsRefused)
        {
            return decision.Refusals.ToList();
        }

        if (contact.Mobile is { } mobile && mobile != present.Cardholder.Details.Mobile)
        {
            await lookups.AddAsync(LookupKind.Mobile, mobile, id, cancellationToken);
            await alike.AddAsync(id, present.Cardholder.Details with { Mobile = mobile }, cancellationToken);
        }

        return await dockets.ChangeAsync(id, docket => Decide(docket, expected, contact, phone, actor), actor, OperationId.New(), cancellationToken);
    }

    // A new number may have been somebody's who wanted no texts.
    private async Task<PhoneState> PhoneOfAsync(Docket docket, Contact contact, CancellationToken cancellationToken) =>
        contact.Mobile is { } mobile && (mobile != docket.Cardholder.Details.Mobile || docket.Cardholder.PhoneFault is not null) ? await phones.FindAsync(mobile, cancellationToken) : new();

    private Result<DocketChange?> Decide(Docket docket, VersionMatch expected, Contact contact, PhoneState phone, Actor actor)
    {
        var (person, details) = (docket.Cardholder, docket.Cardholder.Details);
        var changed = details with
        {
            Language = contact.Language,
            Mobile = contact.Mobile,
            TimeZone = contact.TimeZone,
            MessageTier = contact.MessageTier,
            CodeWord = contact.CodeWord,
        };

        // A retry whose response was lost finds its work done; RFC 9110, section 13.1.1 lets it succeed. An officer who records exactly what is
        // on record confirms a number at fault.
        var isConfirmed = changed == details && person.PhoneFault is not null && changed.Mobile is not null && actor.Role != Actor.CardholderRole;
        if (changed == details && !isConfirmed)
        {
            return (DocketChange?)null;
        }

        if (!expected.Includes(docket))
        {
            return Refusals.VersionMismatch(docket.Version);
        }

        if (changed.Mobile == details.Mobile && !isConfirmed)
        {
            return new DocketChange("contact-changed") { Cardholder = person with { Details = changed } };
        }

        // Anyone who knows the PIN and has the phone can sign in as the person.
        var now = clock.GetUtcNow();
        if (changed.Mobile is not null && (person.PinGiven?.Bars(actor, now) == true || person.CodesGiven?.Bars(actor, now) == true))
        {
            return CardholdersRefusals.PinJustSet;
        }

        var at = Instant.FromDateTimeOffset(now);
        var reached = person with { Details = changed, PhoneFault = null, NumberChange = new(actor, now), MobileSince = changed.Mobile is null ? null : at };
        reached = reached with { TextsOff = phone.OffFor(reached, sms.SenderFor(person.Id).Number) };
        return new DocketChange("contact-changed")
        {
            Cardholder = reached,
            Reminders =
            [
                .. IsToldAtOldNumber(person, actor) ? words.News(docket, Reminder.OldNumberNews, TextKey.NumberChanged, at, details.Mobile) : [],
                .. changed.Mobile is null ? Array.Empty<Reminder>() : [words.Welcome(reached, docket.Version + 1, at)],
                .. docket.Reminders
                    .Where(reminder => reminder is { State: ReminderState.Planned, Subject: { Kind: ReminderSubjectKind.Text, Id: ReminderText.NewNumber } })
                    .Select(reminder => reminder with { State = ReminderState.Superseded, ChangedAt = at, Body = null }),
            ],
        };
    }

    // A person who changes the number in the portal is told there. A number that reaches no one, or a stranger, gets no text.
    private static bool IsToldAtOldNumber(Cardholder person, Actor actor) =>
        person.Details.Mobile is not null && person.PhoneFault is null && actor.Role != Actor.CardholderRole;
}
