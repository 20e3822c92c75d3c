using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Processes a person's text exactly once, however often its event is delivered, and plans the reply.</summary>
/// <remarks>
/// An opt-out is stored before anything else is done. The change of a docket and the reply to the text are
/// one commit, which a repeated event finds. Steps before that commit, an offer or a move, are recognized by the text's
/// ID if the process died in between.
/// </remarks>
public sealed class RecordInboundText(
    Lookups lookups, DocketStore dockets, Phones phones, FindOpenings findOpenings, MoveCheckIn moveCheckIn, Replies answers, SmsOptions options, TimeProvider clock)
{
    // A family or a shelter may share a phone, but never more people than this.
    private const int OwnerLimit = 20;

    private const string Stop = "stop";
    private const string WrongNumber = "wrong-number";

    private static readonly Actor s_actor = new("System", "RecordSmsEvent");
    private static readonly Duration s_offerHolds = Duration.FromHours(2);
    private static readonly Duration s_travel = Duration.FromDays(1);

    /// <summary>Processes a text.</summary>
    /// <param name="sms">The text.</param>
    /// <param name="cancellationToken">Cancels the call; processing the same text again resumes it.</param>
    /// <returns>The planned reply, which may be sent at once; null if none was planned.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; process the text again.</exception>
    public async Task<Reminder?> ExecuteAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sms);

        // A time in the future would outrank everything the person texts until then.
        sms = sms with { At = Instant.Min(sms.At, Now) };
        var said = InboundText.Read(sms.Text);
        IReadOnlyList<Docket>? owners = null;
        if (said is not { Intent: InboundIntent.Stop, IsInferred: false })
        {
            // Whatever is less than a keyword may repeat what we sent.
            owners = await OwnersAsync(sms.From, cancellationToken);
            said = InboundText.Read(sms.Text, SentTo(owners));
        }

        if (said.Intent == InboundIntent.Echo)
        {
            return null;
        }

        var phone = await KeepWishAsync(sms, said.Intent, cancellationToken);
        owners ??= await OwnersAsync(sms.From, cancellationToken);
        if (owners.Count == 0 || IsOvertaken(said.Intent, phone) || owners.Any(owner => Replies.Has(owner, sms.MessageId)))
        {
            return null;
        }

        var exchange = new Exchange(sms, phone, owners, options, MoveOf(sms));
        var effect = await ActAsync(sms, said, phone, exchange, cancellationToken);
        var mayAnswer = effect.IsAlwaysAnswered || Replies.CountOf(exchange.Docket, Now) < Replies.DayLimit;

        // The docket that gets the reply is committed last: its reply shows that everything is done.
        Reminder? answer = null;
        foreach (var owner in owners.Where(owner => effect.Concerns(owner) && owner != exchange.Docket).Append(exchange.Docket))
        {
            var reply = mayAnswer && owner == exchange.Docket ? effect.Reply : null;
            var changed = await dockets.ChangeAsync(
                owner.Cardholder.Id, docket => Decide(docket, sms, effect with { Reply = reply }), s_actor, OperationId.For(s_actor, sms.MessageId), cancellationToken);
            answer = changed.Value is { } docket ? Replies.Find(docket, sms.MessageId) : null;
        }

        return answer;
    }

    private Instant Now => clock.GetCurrentInstant();

    private static OperationId MoveOf(InboundSms sms) => OperationId.For(s_actor, sms.MessageId).Part("move");

    private Task<PhoneState> KeepWishAsync(InboundSms sms, InboundIntent intent, CancellationToken cancellationToken) => intent switch
    {
        InboundIntent.Stop => phones.ChangeAsync(sms.From, phone => phone.WithOptOut(new(sms.At, sms.MessageId, Stop)), cancellationToken),
        InboundIntent.WrongNumber => phones.ChangeAsync(sms.From, phone => phone.WithOptOut(new(sms.At, sms.MessageId, WrongNumber)), cancellationToken),
        InboundIntent.Start => phones.ChangeAsync(sms.From, phone => phone.WithOptIn(sms.At), cancellationToken),
        _ => phones.FindAsync(sms.From, cancellationToken),
    };

    // A later text of the person reached us first and says otherwise.
    private static bool IsOvertaken(InboundIntent intent, PhoneState phone) => intent switch
    {
        InboundIntent.Stop or InboundIntent.WrongNumber => !phone.IsOptedOut,
        InboundIntent.Start => phone.IsOptedOut,
        _ => false,
    };

    private async Task<IReadOnlyList<Docket>> OwnersAsync(string mobile, CancellationToken cancellationToken)
    {
        List<Docket> owners = [];
        foreach (var id in await lookups.OwnersAsync(LookupKind.Mobile, mobile, OwnerLimit, cancellationToken))
        {
            if (await dockets.LoadAsync(id, cancellationToken) is { } docket && docket.Cardholder.Details.Mobile == mobile)
            {
                owners.Add(docket);
            }
        }

        return owners;
    }

    // The texts whose wording is still kept.
    private static IReadOnlyCollection<string> SentTo(IReadOnlyList<Docket> owners) =>
        [.. owners.SelectMany(owner => owner.Reminders).Where(reminder => reminder.MayHaveBeenRead).Select(reminder => reminder.Body).OfType<string>()];

    private async Task<Effect> ActAsync(InboundSms sms, InboundText said, PhoneState phone, Exchange exchange, CancellationToken cancellationToken)
    {
        // This very text got an offer before the process died.
        if (phone.Offer is { } own && own.MessageId == sms.MessageId)
        {
            return Effect.OfOffer(own, exchange.Asked);
        }

        var turn = Conversation.Next(exchange.State, said);
        var asked = exchange.Asked;
        var plain = new Effect(turn.Reply is { } key ? new Reply(key) : null);
        return turn.Action switch
        {
            TurnAction.OptOut => plain with { SilencesOthers = true },
            TurnAction.OptIn => plain with { ClearsFault = true },
            TurnAction.ReportWrongNumber => plain with { SilencesOthers = true, IsWrongNumber = true },
            TurnAction.Confirm => plain.Answering(exchange.Confirmable, ReminderAnswer.WillCome) with
            {
                Reply = new(TextKey.Confirmed, exchange.Confirmable.Where(each => each.Docket == asked!.Docket).MinBy(each => each.Date.Instant)!.Date),
            },
            TurnAction.AskToMove or TurnAction.OfferOpenings when exchange.IsAmbiguous => new(new Reply(TextKey.Help)),
            TurnAction.AskToMove => plain.Answering(asked, ReminderAnswer.NeedsToMove) with { Reply = new(TextKey.MoveHearing, Subject: TextSubject.Hearing) },
            TurnAction.AskForHelp => plain.Answering(asked, ReminderAnswer.NeedsHelp),

            // No action is taken that the person could not be notified of.
            TurnAction.OfferOpenings when !MayAct(exchange) => new Effect((Reply?)null).Answering(asked, ReminderAnswer.NeedsToMove),
            TurnAction.Book when !MayAct(exchange) => new((Reply?)null),
            TurnAction.OfferOpenings => await OfferAsync(
                sms, asked!.Docket, asked.Docket.CheckIns.First(checkIn => checkIn.Id == asked.Reminder.Subject.Id), asked, isAgain: false, cancellationToken),
            TurnAction.Book => await BookAsync(sms, exchange.Offered!, turn.Opening!.Value, cancellationToken),
            _ => plain,
        };
    }

    private bool MayAct(Exchange exchange) => Replies.CountOf(exchange.Docket, Now) < Replies.ActionDayLimit;

    private async Task<Effect> OfferAsync(InboundSms sms, Docket docket, CheckIn checkIn, AskedDate? asked, bool isAgain, CancellationToken cancellationToken)
    {
        // One more than fits, since the slot that the person wants to leave may be among them.
        var found = await findOpenings.ExecuteAsync(checkIn.OfficeId, Now + s_travel, docket.LastBooking(checkIn, CheckInBooking.Text, Now), TextValues.MaxOpenings + 1, cancellationToken);
        var openings = found.Where(opening => opening.Start != checkIn.Start).Take(TextValues.MaxOpenings).ToList();
        if (openings.Count == 0)
        {
            return new Effect(new Reply(TextKey.NoOpenings)).Answering(asked, ReminderAnswer.NeedsToMove);
        }

        var offer = new Offer
        {
            MessageId = sms.MessageId,
            CardholderId = docket.Cardholder.Id,
            CheckInId = checkIn.Id,
            CheckInVersion = checkIn.Version,
            IsAgain = isAgain,
            TimeZone = openings[0].TimeZone,
            Openings = [.. openings.Select(opening => new OfferedOpening(opening.Start))],
            Until = Replies.DueOf(docket, sms, Now) + s_offerHolds,
        };
        await phones.ChangeAsync(sms.From, phone => phone with { Offer = offer }, cancellationToken);
        return Effect.OfOffer(offer, asked);
    }

    private async Task<Effect> BookAsync(InboundSms sms, OfferedMove offered, int opening, CancellationToken cancellationToken)
    {
        var moved = await moveCheckIn.ExecuteAsync(
            offered.Docket.Cardholder.Id,
            offered.CheckIn.Id,
            null,
            offered.Offer.Openings[opening].Start,
            CheckInBooking.Text,
            s_actor,
            MoveOf(sms),
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
            ? await OfferAsync(sms, offered.Docket, offered.CheckIn, null, isAgain: true, cancellationToken)
            : new(new Reply(TextKey.NoOpenings));
    }

    private Result<DocketChange?> Decide(Docket docket, InboundSms sms, Effect effect)
    {
        if (Replies.Has(docket, sms.MessageId))
        {
            return (DocketChange?)null;
        }

        // A docket filled by a feed may have more dates to confirm than one commit can hold.
        var now = Now;
        List<Reminder> reminders = [];
        reminders.AddRange(docket.Reminders
            .Where(reminder => effect.Answered.Contains(reminder.Id) && !(reminder.AnsweredAt >= sms.At))
            .Take(ReminderPlan.ChangeLimit)
            .Select(reminder => reminder with { Answer = effect.Answer, AnsweredAt = sms.At }));

        if (effect.SilencesOthers)
        {
            reminders.AddRange(docket.Reminders
                .Where(reminder => reminder.State == ReminderState.Planned && reminder.Occasion == ReminderOccasion.Answer)
                .Take(ReminderPlan.ChangeLimit)
                .Select(reminder => reminder with { State = ReminderState.Suppressed, Reason = "opted-out", ChangedAt = now, Body = null }));
        }

        if (effect.Reply is { } reply)
        {
            reminders.Add(answers.Write(docket, sms, reply, now));
        }

        var cardholder = WithFault(docket.Cardholder, sms, effect);
        return cardholder is null && reminders.Count == 0
            ? (DocketChange?)null
            : new DocketChange(effect.IsWrongNumber ? "wrong-number-reported" : "text-answered") { Cardholder = cardholder, Reminders = reminders };
    }

    // A fault found after the person resumed texts still stands. The person may have another number by now.
    private static Cardholder? WithFault(Cardholder cardholder, InboundSms sms, Effect effect) => (effect, cardholder.PhoneFault) switch
    {
        _ when cardholder.Details.Mobile != sms.From => null,
        ({ IsWrongNumber: true }, null) => cardholder with { PhoneFault = new(sms.At, WrongNumber) },
        ({ ClearsFault: true }, { } fault) when fault.At <= sms.At => cardholder with { PhoneFault = null },
        _ => null,
    };

    /// <summary>The effect of a text on a docket.</summary>
    /// <param name="Reply">The reply; null for none.</param>
    private sealed record Effect(Reply? Reply)
    {
        /// <summary>The reminders that were replied to.</summary>
        public IReadOnlyList<ReminderId> Answered { get; private init; } = [];

        /// <summary>The reply that the person gave.</summary>
        public ReminderAnswer? Answer { get; private init; }

        /// <summary>Whether planned replies are suppressed.</summary>
        public bool SilencesOthers { get; init; }

        /// <summary>Whether the phone does not belong to the cardholder.</summary>
        public bool IsWrongNumber { get; init; }

        /// <summary>Whether the phone belongs to a cardholder after all and can be reached.</summary>
        public bool ClearsFault { get; init; }

        public static Effect OfOffer(Offer offer, AskedDate? asked) =>
            new Effect(new Reply(offer.IsAgain ? TextKey.OpeningTaken : TextKey.Openings, Offer: offer)) { IsAlwaysAnswered = true }
                .Answering(offer.IsAgain ? null : asked, ReminderAnswer.NeedsToMove);

        public Effect Answering(AskedDate? asked, ReminderAnswer answer) => asked is null ? this : Answering([asked], answer);

        public Effect Answering(IReadOnlyList<AskedDate> asked, ReminderAnswer answer) =>
            this with { Answered = [.. asked.Select(each => each.Reminder.Id)], Answer = answer };

        /// <summary>Whether the reply is sent despite the daily limit: people are always told about completed actions.</summary>
        public bool IsAlwaysAnswered { get; init; }

        /// <summary>Whether it changes a docket, even one that does not get the reply.</summary>
        public bool Concerns(Docket docket) => SilencesOthers || ClearsFault || Answered.Any(id => id.Cardholder == docket.Cardholder.Id);
    }
}
