using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
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
    Lookups lookups, DocketStore dockets, Phones phones, TextParts parts, MoveByText moves, RaiseText raise, Replies answers, SmsOptions options, TimeProvider clock)
{
    // A family or a shelter may share a phone, but never more people than this.
    private const int OwnerLimit = 20;

    /// <summary>Who acts, as events name it.</summary>
    internal static Actor Actor { get; } = Actor.System("RecordSmsEvent");

    /// <summary>Processes a text.</summary>
    /// <param name="sms">The text.</param>
    /// <param name="cancellationToken">Cancels the call; processing the same text again resumes it.</param>
    /// <returns>The planned reply and, after it, the planned question about the next date; both may be sent at once. Empty if none was planned.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed; process the text again.</exception>
    public async Task<IReadOnlyList<Reminder>> ExecuteAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sms);

        var receivedAt = sms.At;

        // A time in the future would outrank everything the person texts until then.
        sms = sms with { At = Instant.Min(sms.At, Now) };
        var phone = await phones.FindAsync(sms.From, cancellationToken);

        // A keyword or a digit is a text of its own, however soon it follows a long one.
        var standsAlone = InboundText.Read(sms.Text) is { Intent: InboundIntent.Stop or InboundIntent.Start or InboundIntent.Digit, IsInferred: false };
        var text = standsAlone ? JoinedText.Of(sms) : await parts.JoinAsync(sms, phone, cancellationToken);
        var said = InboundText.Read(text.Words);
        IReadOnlyList<Docket>? owners = null;
        if (said is not { Intent: InboundIntent.Stop, IsInferred: false })
        {
            // Whatever is less than a keyword may repeat what we sent.
            owners = await OwnersAsync(sms, cancellationToken);
            said = InboundText.Read(text.Words, SentTo(owners));
        }

        phone = await KeepWishAsync(sms, text, said, phone, owners is null or { Count: > 0 }, cancellationToken);
        owners ??= await OwnersAsync(sms, cancellationToken);
        if (owners.Count > 0)
        {
            await parts.KeepAsync(sms, phone, cancellationToken);
        }

        var isSaidBefore = text.Before.Length > 0 && said.Intent != InboundIntent.Digit && InboundText.Read(text.Before, SentTo(owners)).Intent == said.Intent;
        if (isSaidBefore && owners.Count > 0)
        {
            await raise.ContinueAsync(text, cancellationToken);
        }

        return owners.Count == 0 || said.Intent == InboundIntent.Echo || isSaidBefore || IsOvertaken(sms, said, phone) || owners.Any(owner => Replies.Has(owner, sms.MessageId))
            ? []
            : await AnswerAsync(sms, new(sms.MessageId, receivedAt, said, text.Words), phone, owners, cancellationToken);
    }

    private Instant Now => clock.GetCurrentInstant();

    private async Task<IReadOnlyList<Reminder>> AnswerAsync(
        InboundSms sms, HeardText text, PhoneState phone, IReadOnlyList<Docket> owners, CancellationToken cancellationToken)
    {
        var said = text.Said;

        // A text speaks for those to whom the number belongs now, and they get the reply; a wish about the number itself concerns everybody who has it.
        var theirs = owners.Where(IsTheirs).ToList();
        var people = said.Intent is InboundIntent.Stop or InboundIntent.WrongNumber ? owners : theirs;
        var exchange = new Exchange(sms, phone, theirs.Count > 0 ? theirs : owners, options, MoveByText.OperationOf(sms));
        if (MayAct(exchange))
        {
            await raise.RaiseUrgentAsync(text, exchange.Docket, cancellationToken);
        }

        var effect = people.Count == 0 ? new(new Reply(TextKey.NumberUnconfirmed))
            : said.Intent == InboundIntent.Start && phone.IsBlockedFor(sms.To) ? new(new Reply(TextKey.TextsAreOff))
            : await ActAsync(sms, said, phone, exchange, cancellationToken);
        var limit = effect.IsMoreThanWords || said.Intent is InboundIntent.Distress or InboundIntent.Loss ? Replies.ActionDayLimit : Replies.DayLimit;
        var mayAnswer = (effect.IsAlwaysAnswered || Replies.CountOf(exchange.Docket, Now) < limit)
            && await IsAnsweredByUsAsync(sms, said, phone, effect, cancellationToken);
        effect = mayAnswer ? await raise.RaiseAsync(text, exchange, effect, Now, cancellationToken) : effect;

        // The docket that gets the reply is committed last: its reply shows that everything is done.
        Dictionary<bool, Reminder> planned = [];
        bool IsMeant(Docket owner) => owner == exchange.Docket || people.Contains(owner) && effect.Concerns(owner);
        bool IsOutOfStep(Docket owner) => WithOff(owner.Cardholder, sms, phone) != owner.Cardholder;
        foreach (var owner in owners.Where(owner => IsMeant(owner) || IsOutOfStep(owner)).OrderBy(owner => owner == exchange.Docket))
        {
            var own = !IsMeant(owner) ? new Effect((Reply?)null) : effect with
            {
                Reply = mayAnswer && owner == exchange.Docket ? effect.Reply : null,
                Next = mayAnswer && effect.IsNextOf(owner) ? effect.Next : null,
            };
            var changed = await dockets.ChangeAsync(
                owner.Cardholder.Id, docket => Decide(docket, sms, phone, own), Actor, OperationId.For(Actor, sms.MessageId), cancellationToken);
            foreach (var isQuestion in new[] { false, true })
            {
                if (changed.Value is { } docket && Replies.Find(docket, sms.MessageId, isQuestion) is { } reminder)
                {
                    planned[isQuestion] = reminder;
                }
            }
        }

        return [.. planned.OrderBy(each => each.Key).Select(each => each.Value)];
    }

    private Task<PhoneState> KeepWishAsync(
        InboundSms sms, JoinedText text, InboundText said, PhoneState phone, bool isKnown, CancellationToken cancellationToken)
    {
        var isCarriers = options.CarrierAnswers(sms.To, sms.Text);
        Func<PhoneState, PhoneState>? change = said.Intent switch
        {
            InboundIntent.Stop => present => isCarriers
                ? present.WithOptOut(new(sms.At, sms.MessageId, OptOut.Stop)).WithBlock(new(sms.To, sms.At))
                : present.WithOptOut(new(sms.At, sms.MessageId, OptOut.Stop)),
            InboundIntent.WrongNumber => present => present.WithOptOut(new(sms.At, sms.MessageId, OptOut.WrongNumber)),
            InboundIntent.Start when isCarriers => present => present.WithoutBlock(sms.To, sms.At).WithOptIn(sms.At),

            // Only the carrier's own keyword lifts its block.
            InboundIntent.Start => present => present.IsBlockedFor(sms.To) ? present : present.WithOptIn(sms.At),
            _ when isKnown && IsAnswer(said) => present => present.WithoutOptOut(text.Ids).WithAnswer(sms.At, sms.To),
            _ when text.Ids.Count > 0 => present => present.WithoutOptOut(text.Ids),
            _ => null,
        };
        return change is null ? Task.FromResult(phone) : phones.ChangeAsync(sms.From, change, cancellationToken);
    }

    private static bool IsTheirs(Docket docket) => docket.Cardholder.PhoneFault?.Code != PhoneFault.WrongNumber;

    private static bool IsAnswer(InboundText said) => said.Intent is InboundIntent.Digit or InboundIntent.Yes or InboundIntent.No or InboundIntent.Move;

    // A later text of the person reached us first and says otherwise.
    private static bool IsOvertaken(InboundSms sms, InboundText said, PhoneState phone) => said.Intent switch
    {
        InboundIntent.Stop or InboundIntent.WrongNumber => !phone.IsOptedOut,
        InboundIntent.Start => phone.IsOptedOut && !phone.IsBlockedFor(sms.To),
        _ => IsAnswer(said) && phone.AnsweredTo == sms.To && phone.AnsweredAt > sms.At,
    };

    // Who was given the number after the text was sent did not send it.
    private async Task<IReadOnlyList<Docket>> OwnersAsync(InboundSms sms, CancellationToken cancellationToken)
    {
        List<Docket> owners = [];
        UnreadableException? unread = null;
        foreach (var id in await lookups.OwnersAsync(LookupKind.Mobile, sms.From, OwnerLimit, cancellationToken))
        {
            try
            {
                if (await dockets.LoadAsync(id, cancellationToken) is { } docket && docket.Cardholder.Details.Mobile == sms.From && !(docket.Cardholder.MobileSince > sms.At))
                {
                    owners.Add(docket);
                }
            }
            catch (UnreadableException refused)
            {
                unread = refused;
            }
        }

        // Somebody else of this phone gets the reply. A text that nobody else can have sent is kept, see the poison queue.
        return owners.Count > 0 || unread is null ? owners : throw unread;
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
            // Nobody can come to a closed door.
            TurnAction.Confirm when asked!.Date.IsClosed => MayAct(exchange)
                ? Then(exchange, asked.Reminder.Subject, await moves.OfferAsync(sms, asked, cancellationToken))
                : new Effect((Reply?)null).Answering(asked, ReminderAnswer.NeedsToMove),
            TurnAction.Confirm => plain.Answering(asked, ReminderAnswer.WillCome) with { Reply = new(TextKey.Confirmed, asked!.Date), Next = exchange.After(asked.Reminder.Subject) },
            TurnAction.AskAgain => plain with { Reply = new(turn.Reply!.Value, asked!.Date, Asks: asked.Reminder.Subject) },
            TurnAction.AskToMove => plain.Answering(asked, ReminderAnswer.NeedsToMove) with
            {
                Reply = new(TextKey.MoveHearing, Subject: TextSubject.Hearing),
                Next = exchange.After(asked!.Reminder.Subject),
            },
            TurnAction.AskForHelp => plain.Answering(asked, ReminderAnswer.NeedsHelp),

            // No action is taken that the person could not be notified of.
            TurnAction.OfferOpenings when !MayAct(exchange) => new Effect((Reply?)null).Answering(asked, ReminderAnswer.NeedsToMove),
            TurnAction.Book or TurnAction.OfferOthers when !MayAct(exchange) => new((Reply?)null),
            TurnAction.OfferOpenings => Then(exchange, asked!.Reminder.Subject, await moves.OfferAsync(sms, asked, cancellationToken)),
            TurnAction.OfferOthers => Then(exchange, SubjectOf(exchange.Offered!), await moves.OfferOthersAsync(sms, exchange.Offered!, cancellationToken)),
            TurnAction.Book => Then(exchange, SubjectOf(exchange.Offered!), await moves.BookAsync(sms, exchange.Offered!, turn.Opening!.Value, cancellationToken)),
            _ => plain,
        };
    }

    // The next question follows once a date is settled, not while openings are to be chosen from.
    private static Effect Then(Exchange exchange, ReminderSubject settled, Effect effect) =>
        effect.Reply is null or { Offer: not null } ? effect : effect with { Next = exchange.After(settled) };

    private static ReminderSubject SubjectOf(OfferedMove offered) => new(ReminderSubjectKind.CheckIn, offered.CheckIn.Id, offered.CheckIn.Version);

    private bool MayAct(Exchange exchange) => Replies.CountOf(exchange.Docket, Now) < Replies.ActionDayLimit;

    // A keyword that the carrier replies to gets no second reply, an opt-out is confirmed once, and a day has one reply that texts are off.
    private async Task<bool> IsAnsweredByUsAsync(InboundSms sms, InboundText said, PhoneState phone, Effect effect, CancellationToken cancellationToken)
    {
        if (options.CarrierAnswers(sms.To, sms.Text) || said.Intent == InboundIntent.Stop && phone.OptOut?.Evidence != sms.MessageId)
        {
            return false;
        }

        return effect.Reply?.Key is not (TextKey.TextsAreOff or TextKey.NumberUnconfirmed)
            || (await phones.ChangeAsync(sms.From, present => present.WithToldOff(sms.At, sms.MessageId), cancellationToken)).ToldOff?.MessageId == sms.MessageId;
    }

    private Result<DocketChange?> Decide(Docket docket, InboundSms sms, PhoneState phone, Effect effect)
    {
        if (Replies.Has(docket, sms.MessageId))
        {
            return (DocketChange?)null;
        }

        var now = Now;
        List<Reminder> reminders = [];
        reminders.AddRange(docket.Reminders
            .Where(reminder => reminder.Id == effect.Answered && !(reminder.AnsweredAt >= sms.At))
            .Select(reminder => reminder with { Answer = effect.Answer, AnsweredAt = sms.At }));

        if (effect.SilencesOthers)
        {
            reminders.AddRange(docket.Reminders
                .Where(reminder => reminder.State == ReminderState.Planned && reminder.Occasion == ReminderOccasion.Answer && reminder.Subject.Id != phone.OptOut?.Evidence)
                .Take(ReminderPlan.ChangeLimit)
                .Select(reminder => reminder with { State = ReminderState.Suppressed, Reason = "opted-out", ChangedAt = now, Body = null }));
        }

        if (effect.Reply is { } reply)
        {
            reminders.Add(answers.Write(docket, sms, reply, now));
        }

        if (effect.Next is { } next && Replies.Find(docket, sms.MessageId, isQuestion: true) is null)
        {
            reminders.Add(answers.Write(docket, sms, new(TextKey.DateReminder, next.Date, Asks: next.Reminder.Subject), now, isQuestion: true));
        }

        var cardholder = WithOff(WithFault(docket.Cardholder, sms, effect), sms, phone);
        return cardholder == docket.Cardholder && reminders.Count == 0 ? (DocketChange?)null : new DocketChange(effect.IsWrongNumber ? "wrong-number-reported" : "text-answered")
        {
            Cardholder = cardholder == docket.Cardholder ? null : cardholder,
            Reminders = reminders,
        };
    }

    // A fault found after the person resumed texts still stands. The person may have another number by now.
    private static Cardholder WithFault(Cardholder cardholder, InboundSms sms, Effect effect) => (effect, cardholder.PhoneFault) switch
    {
        _ when cardholder.Details.Mobile != sms.From => cardholder,
        ({ IsWrongNumber: true }, not { Code: PhoneFault.WrongNumber }) => cardholder with { PhoneFault = new(sms.At, PhoneFault.WrongNumber) },
        ({ ClearsFault: true }, { } fault) when fault.At <= sms.At && fault.Code != PhoneFault.WrongNumber => cardholder with { PhoneFault = null },
        _ => cardholder,
    };

    // What is shown of the phone follows its state, also after a crash before.
    private Cardholder WithOff(Cardholder cardholder, InboundSms sms, PhoneState phone) =>
        cardholder.Details.Mobile == sms.From && phone.OffFor(cardholder, options.SenderFor(cardholder.Id).Number) is var off && off?.IsBlocked != cardholder.TextsOff?.IsBlocked
            ? cardholder with { TextsOff = off }
            : cardholder;
}
