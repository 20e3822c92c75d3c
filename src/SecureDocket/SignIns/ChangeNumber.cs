using System.Security.Cryptography;
using System.Text;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.SignIns;

/// <summary>Changes a person's phone number: it requires the PIN and a code from the new phone, and notifies the old one.</summary>
/// <remarks>
/// Binding another phone is binding another authenticator (NIST SP 800-63B-4, section 4.1.2), so the session alone is not enough.
/// Incorrect PINs count and wait separately here, so that they do not keep the person from signing in.
/// </remarks>
public sealed class ChangeNumber(
    ITables tables, Challenges challenges, SignInStore store, Sessions sessions, PinHasher hasher, DocketStore dockets, SendSignInCode texting, ChangeContact changeContact, Phones phones,
    ReminderText words, ISms sms, SmsOptions senders, TimeProvider clock)
{
    private const int AttemptLimit = 4;

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(60);

    /// <summary>Begins the change: checks the PIN and texts a code to the new number.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="mobile">The new number, E.164.</param>
    /// <param name="pin">The PIN as typed.</param>
    /// <returns>The token with which the browser continues.</returns>
    public async Task<Result<ChallengeToken>> BeginAsync(CardholderId id, string mobile, string pin, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        var partition = Challenges.PartitionOf(id);
        var (tries, mustWait) = await challenges.FindTriesAsync(partition, Challenges.TriesKey, cancellationToken);
        if (mustWait)
        {
            return SignInsRefusals.TooManyPins;
        }

        var token = Challenges.NewToken(partition);
        var challenge = new ChallengeRow { At = clock.GetUtcNow(), CardholderId = id, NewMobile = mobile, OldMobile = docket.Cardholder.Details.Mobile };

        // The attempt is counted before the PIN is checked, so that concurrent attempts do not all see the earlier count.
        if (await tables.CommitAsync(TableNames.Attempts, partition, [challenges.Beginning(token, challenge), challenges.Counting(Challenges.TriesKey, tries)], cancellationToken) is null)
        {
            return SignInsRefusals.PinRace;
        }

        if (await store.FindPinAsync(id, cancellationToken) is not { } known || !hasher.Fits(id, Digits.ToAscii(pin), known.Hash))
        {
            if (await challenges.FindAsync(token, cancellationToken) is { } begun)
            {
                await challenges.EndAsync(token, begun, succeeded: false, cancellationToken);
            }

            return SignInsRefusals.PinWrong;
        }

        return await texting.SendAsync(token, docket, mobile, cancellationToken) == CodeTexting.Texted
            ? token
            : SignInsRefusals.NotTexted;
    }

    /// <summary>Completes the change with the code from the new phone. The person's other sessions end.</summary>
    /// <param name="session">The session in which it began.</param>
    /// <param name="token">The token from <see cref="BeginAsync"/>.</param>
    /// <param name="typed">The code as typed.</param>
    /// <param name="actor">The person.</param>
    /// <returns>Whether the old number was notified; true if there was none.</returns>
    public async Task<Result<bool>> FinishAsync(Session session, ChallengeToken? token, string? typed, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var id = session.Token!.CardholderId;
        if (token is null || token.Partition != Challenges.PartitionOf(id)
            || await challenges.TakeTryAsync(token, cancellationToken) is not { Value: { NewMobile: { } mobile, CodeHash: { } texted } challenge } taken
            || !(clock.GetUtcNow() < challenge.CodeUntil)
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(texted), Encoding.ASCII.GetBytes(challenges.HashOf(token, SignInCode.Read(typed) ?? ""))))
        {
            return SignInsRefusals.CodeWrong;
        }

        // Ignore disconnects and the request's deadline from here on: the old phone must be notified.
        return await TurnOverAsync(session, token, taken, mobile, actor).WaitAsync(cancellationToken);
    }

    private async Task<Result<bool>> TurnOverAsync(Session session, ChallengeToken token, Stored<ChallengeRow> challenge, string mobile, Actor actor)
    {
        var id = session.Token!.CardholderId;
        using var limit = new CancellationTokenSource(s_rest, clock);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await dockets.LoadAsync(id, limit.Token) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            var details = docket.Cardholder.Details;
            var contact = new Contact(details.Language, mobile, details.TimeZone, details.MessageTier, details.CodeWord);
            var changed = await changeContact.ExecuteAsync(id, VersionMatch.OneOf([docket.Version]), contact, actor, limit.Token);
            if (changed.IsRefused)
            {
                continue;
            }

            // The challenge ends last: if the process dies in between, entering the code again continues from here, and then only the
            // challenge still knows the old number.
            await sessions.EndAllAsync(id, limit.Token, which: each => each.Id != session.Id);
            var before = details.Mobile == mobile ? challenge.Value.OldMobile : details.Mobile;
            var told = before is null || before == mobile || await TellAsync(docket.Cardholder, before, limit.Token);
            await challenges.EndAsync(token, challenge, succeeded: true, limit.Token);
            return told;
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task<bool> TellAsync(Cardholder person, string mobile, CancellationToken cancellationToken)
    {
        if ((await phones.FindAsync(mobile, cancellationToken)).IsOptedOut)
        {
            return false;
        }

        var body = ReminderText.Render(person, TextKey.NumberChanged, TextSubject.None, words.Values(person));
        var tag = ReminderId.Of(person.Id, new ReminderSubject(ReminderSubjectKind.Text, "number", 1), ReminderOccasion.Answer, 0);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var outcome = await sms.SendAsync(new(senders.SenderFor(person.Id).Number, mobile, body, tag) { WantsReceipt = false }, cancellationToken);
            if (outcome.Result != SmsResult.NotSent)
            {
                return outcome.Result != SmsResult.Rejected;
            }
        }

        return false;
    }
}
