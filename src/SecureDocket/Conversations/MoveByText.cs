using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Moves a check-in by text: offers openings around its date, others to somebody who refuses them, and books the chosen one.</summary>
/// <remarks>Each step is recognized by the text's ID if the process died before the docket was committed.</remarks>
public sealed class MoveByText(Phones phones, FindOpenings findOpenings, MoveCheckIn moveCheckIn, Replies answers, TimeProvider clock)
{
    private static readonly Actor s_actor = RecordInboundText.Actor;
    private static readonly Duration s_offerHolds = Duration.FromHours(2);
    private static readonly Duration s_travel = Duration.FromDays(1);

    /// <summary>The operation that moves a check-in because of a text.</summary>
    internal static OperationId OperationOf(InboundSms sms) => OperationId.For(s_actor, sms.MessageId).Part("move");

    /// <summary>Offers openings around the date that the person was asked about.</summary>
    internal Task<Effect> OfferAsync(InboundSms sms, AskedDate asked, CancellationToken cancellationToken) => OfferAsync(
        sms, asked.Docket, asked.Docket.CheckIns.First(checkIn => checkIn.Id == asked.Reminder.Subject.Id), asked, null, isAgain: false, cancellationToken);

    /// <summary>Offers other openings than those that the person refused. After two lists a person is better than a third.</summary>
    internal async Task<Effect> OfferOthersAsync(InboundSms sms, OfferedMove refused, CancellationToken cancellationToken)
    {
        if (refused.Offer.Refused is null)
        {
            return await OfferAsync(sms, refused.Docket, refused.CheckIn, null, refused.Offer.Openings, isAgain: false, cancellationToken);
        }

        await phones.ChangeAsync(sms.From, phone => Refused(phone, sms, refused.CheckIn), cancellationToken);
        return new(new Reply(TextKey.NoOpenings));
    }

    /// <summary>Books the chosen opening, or offers others where it was taken in the meantime.</summary>
    internal async Task<Effect> BookAsync(InboundSms sms, OfferedMove offered, int opening, CancellationToken cancellationToken)
    {
        var moved = await moveCheckIn.ExecuteAsync(
            offered.Docket.Cardholder.Id,
            offered.CheckIn.Id,
            null,
            offered.Offer.Openings[opening].Start,
            CheckInBooking.Text,
            s_actor,
            OperationOf(sms),
            cancellationToken);
        if (!moved.IsRefused)
        {
            return new(new Reply(TextKey.Booked, TextedDate.Of(moved.Value), Confirms: new(ReminderSubjectKind.CheckIn, moved.Value.Id, moved.Value.Version)))
            {
                IsAlwaysAnswered = true,
            };
        }

        // Another slot helps only if the slot itself was the reason.
        return moved.Refusals.All(refusal => refusal.Field == "start")
            ? await OfferAsync(sms, offered.Docket, offered.CheckIn, null, offered.Offer.Refused, isAgain: true, cancellationToken)
            : new(new Reply(TextKey.NoOpenings));
    }

    private async Task<Effect> OfferAsync(
        InboundSms sms, Docket docket, CheckIn checkIn, AskedDate? asked, IReadOnlyList<OfferedOpening>? refused, bool isAgain, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var openings = await findOpenings.AroundAsync(
            checkIn.OfficeId,
            checkIn.Start,
            [.. (refused ?? []).Select(opening => opening.Start)],
            now + s_travel,
            docket.LastBooking(checkIn, CheckInBooking.Text, now),
            TextValues.MaxOpenings,
            cancellationToken);
        if (openings.Count == 0)
        {
            await phones.ChangeAsync(sms.From, phone => Refused(phone, sms, checkIn), cancellationToken);
            // A date before a closed door does not stand, whatever is open.
            return new Effect(new Reply(checkIn.IsClosed ? TextKey.Help : TextKey.NoOpenings)).Answering(asked, ReminderAnswer.NeedsToMove);
        }

        var offer = new Offer
        {
            MessageId = sms.MessageId,
            CardholderId = docket.Cardholder.Id,
            CheckInId = checkIn.Id,
            CheckInVersion = checkIn.Version,
            IsAgain = isAgain,
            Refused = refused,
            TimeZone = openings[0].TimeZone,
            Openings = [.. openings.Select(opening => new OfferedOpening(opening.Start))],
            Until = answers.DueOf(docket, sms, now) + s_offerHolds,
        };
        await phones.ChangeAsync(sms.From, phone => phone with { Offer = offer }, cancellationToken);
        return Effect.OfOffer(offer, asked);
    }

    // From here on a digit chooses none of them.
    private static PhoneState Refused(PhoneState phone, InboundSms sms, CheckIn checkIn) =>
        phone.Offer is { RefusedBy: null } offer && offer.CheckInId == checkIn.Id ? phone with { Offer = offer with { RefusedBy = sms.MessageId } } : phone;
}
