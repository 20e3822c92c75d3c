using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>Finds whether texts reach a person, and what the person can do about it.</summary>
public sealed class ViewTexting(Phones phones, SmsOptions options)
{
    /// <summary>Finds it for the docket that a command returns. One request, none for a person without a number or after a refusal.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<Result<DocketTexting>> OfAsync(Result<Docket> found, CancellationToken cancellationToken) =>
        found.IsRefused ? found.Refusals.ToList() : new DocketTexting(found.Value, await ExecuteAsync(found.Value, cancellationToken));

    /// <summary>Finds it. One request, none for a person without a number.</summary>
    /// <returns>Null for a person without a number.</returns>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    public async Task<Texting?> ExecuteAsync(Docket docket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return docket.Cardholder.Details.Mobile is { } mobile ? Texting.Of(docket, await phones.FindAsync(mobile, cancellationToken), options) : null;
    }
}

/// <summary>A docket, and whether texts reach its person.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Texting">Whether texts reach the person; null without a number.</param>
public sealed record DocketTexting(Docket Docket, Texting? Texting);

/// <summary>Whether texts reach a person.</summary>
/// <param name="State">The state.</param>
/// <param name="Sender">Our number that texts the person, and to which the person sends <see cref="RestartWord"/> to get texts again.</param>
public sealed record Texting(TextingState State, string Sender)
{
    /// <summary>The word that switches texts on again; the only one that lifts a carrier's block.</summary>
    public const string RestartWord = "START";

    /// <summary>Whether the person can switch texts on again by the word.</summary>
    public bool CanRestart => State is TextingState.OptedOut or TextingState.CarrierBlocked;

    internal static Texting Of(Docket docket, PhoneState phone, SmsOptions options)
    {
        var person = docket.Cardholder;
        var sender = options.SenderFor(person.Id).Number;
        return new(
            person.PhoneFault is not null ? TextingState.Unreachable
                : phone.IsBlockedFor(sender) || phone.OptOut?.Evidence == OptOut.CarrierEvidence ? TextingState.CarrierBlocked
                : phone.Silences(person) ? TextingState.OptedOut
                : IsConfirmed(docket) ? TextingState.Reachable
                : TextingState.Unconfirmed,
            sender);
    }

    // A text arrived or was answered since the person has the number, or the person proved it with a code.
    private static bool IsConfirmed(Docket docket)
    {
        var since = docket.Cardholder.MobileSince ?? Instant.MinValue;
        return docket.Cardholder.NumberChange?.By.Role == Actor.CardholderRole
            || docket.Reminders.Any(reminder => reminder.AnsweredAt >= since
                || reminder.State == ReminderState.Delivered && reminder.SentAt >= since && reminder.Subject.Id != ReminderText.Number);
    }
}

/// <summary>Whether texts reach a person.</summary>
public enum TextingState
{
    /// <summary>A text arrived on this number, as far as the carriers say.</summary>
    Reachable,

    /// <summary>No text has arrived on this number yet.</summary>
    Unconfirmed,

    /// <summary>The person wants no texts.</summary>
    OptedOut,

    /// <summary>The carrier refuses our texts, because the person sent it a keyword; only a keyword lifts this.</summary>
    CarrierBlocked,

    /// <summary>The number reaches no one, or someone else; see <see cref="PhoneFault"/>.</summary>
    Unreachable,
}
