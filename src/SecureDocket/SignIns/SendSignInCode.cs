using System.Globalization;
using SecureDocket.Dockets;
using SecureDocket.Limits;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Texts;

namespace SecureDocket.SignIns;

/// <summary>Texts the code of a sign-in, if one is needed.</summary>
/// <remarks>
/// The code's hash is committed before the text is sent, so that every code that a person reads works. A text that fails
/// is not sent again; the person requests another.
/// </remarks>
public sealed class SendSignInCode(
    Challenges challenges, DocketStore dockets, Phones phones, RateLimits rateLimits, SenderRates rates, ReminderText words, ISms sms, SmsOptions senders, SignInOptions options,
    KeyedHash hash, TimeProvider clock)
{
    /// <summary>The maximum number of codes texted to one phone in an hour, however many people share it.</summary>
    public const int PhoneLimit = 6;

    private const int AttemptLimit = 4;
    private const int Shards = 16;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    /// <summary>Decides about one sign-in, and texts the code.</summary>
    public async Task<CodeTexting> ExecuteAsync(SignInText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.MustWait
            || await challenges.FindAsync(text.Token, cancellationToken) is not { Value: { Pin: not null, CardholderId: { } id } challenge }
            || await dockets.LoadAsync(id, cancellationToken) is not { } docket
            || !SignInRules.Admits(docket, challenge.CardNumber)
            || docket.Cardholder.Details.Mobile is not { } mobile)
        {
            return CodeTexting.NotCalledFor;
        }

        return await SendAsync(text.Token, docket, mobile, cancellationToken);
    }

    /// <summary>Texts the code of a challenge to a phone, within the limits of phone, budget and sender.</summary>
    internal async Task<CodeTexting> SendAsync(ChallengeToken token, Docket docket, string mobile, CancellationToken cancellationToken)
    {
        if ((await phones.FindAsync(mobile, cancellationToken)).IsOptedOut)
        {
            return CodeTexting.OptedOut;
        }

        // The count is sharded, so that all instances share it without waiting for each other.
        var shard = string.Create(CultureInfo.InvariantCulture, $"texts|{Random.Shared.Next(Shards)}");
        if (!await rateLimits.TakeAsync(shard, options.TextsPerHour / Shards, s_hour, cancellationToken))
        {
            return CodeTexting.BudgetUsedUp;
        }

        var sender = senders.SenderFor(docket.Cardholder.Id);
        if (await rates.TakeAsync(sender, 1, cancellationToken) == 0)
        {
            return CodeTexting.SenderBusy;
        }

        // This comes last, since it is the person's own limit: failures on our side must not use it up.
        var phone = $"phone|{hash.KeyOf("phone", mobile)}";
        if (!await rateLimits.TakeAsync(phone, PhoneLimit, s_hour, cancellationToken))
        {
            return CodeTexting.PhoneHasEnough;
        }

        var code = SignInCode.NewTexted();
        if (!await KeepAsync(token, code, mobile, cancellationToken))
        {
            return CodeTexting.NotCalledFor;
        }

        var body = ReminderText.Render(docket.Cardholder, TextKey.SignInCode, TextSubject.None, words.Values(docket.Cardholder) with { Code = code });
        var tag = ReminderId.Of(docket.Cardholder.Id, new ReminderSubject(ReminderSubjectKind.Text, "sign-in", 1), ReminderOccasion.Answer, 0);
        var outcome = await sms.SendAsync(new(sender.Number, mobile, body, tag) { WantsReceipt = false }, cancellationToken);
        if (outcome.Result == SmsResult.NotSent)
        {
            await rateLimits.GiveBackAsync(phone, s_hour, cancellationToken);
        }

        return outcome.Result is SmsResult.Accepted or SmsResult.Unknown ? CodeTexting.Texted : CodeTexting.NotSent;
    }

    private async Task<bool> KeepAsync(ChallengeToken token, string code, string mobile, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await challenges.FindAsync(token, cancellationToken) is not { } found)
            {
                return false;
            }

            // A code tried before the text was sent counts as an attempt.
            var texted = found.Value with
            {
                CodeHash = challenges.HashOf(token, code),
                CodeUntil = clock.GetUtcNow() + SignInCode.TextedHolds,
                CodePhone = challenges.HashOfPhone(mobile),
            };
            if (await challenges.ReplaceAsync(token, texted, found, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>The result of texting a code.</summary>
public enum CodeTexting
{
    /// <summary>It was handed to the provider.</summary>
    Texted,

    /// <summary>There is no one to text, or no reason to.</summary>
    NotCalledFor,

    /// <summary>The phone has opted out of texts.</summary>
    OptedOut,

    /// <summary>The phone has reached its limit for this hour.</summary>
    PhoneHasEnough,

    /// <summary>The limit for all people together is reached for this hour.</summary>
    BudgetUsedUp,

    /// <summary>The sender number may send no more this minute.</summary>
    SenderBusy,

    /// <summary>The provider did not accept it.</summary>
    NotSent,
}
