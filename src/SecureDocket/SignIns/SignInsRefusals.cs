using System.Globalization;

namespace SecureDocket.SignIns;

/// <summary>The refusals about signing in to the portal: the PIN, the codes and the phone number.</summary>
internal static class SignInsRefusals
{
    public static Refusal SignInFailed { get; } = new(
        "sign-in-failed", "The number, the PIN or the code is incorrect, or the code was already used or has expired.");

    public static Refusal TooManySignIns { get; } = new(
        "too-many-requests", "Too many sign-ins were started from this network; try again in ten minutes.");

    public static Refusal NoPin { get; } = new("no-pin", "The cardholder has no PIN; set one before giving codes.");

    public static Refusal TooManyPins { get; } = new("too-many-requests", "The PIN was tried too many times; wait before trying again.", "pin");

    public static Refusal PinRace { get; } = new("too-many-requests", "Another attempt is in progress; try again.", "pin");

    public static Refusal PinWrong { get; } = new("pin-wrong", "The PIN is incorrect.", "pin");

    public static Refusal NotTexted { get; } = new("not-texted", "The code could not be texted to this number; try again later.", "mobile");

    public static Refusal CodeWrong { get; } = new("code-wrong", "The code is incorrect, was already used or has expired.", "code");

    public static Refusal PinLength(int least, int most) => new(
        "invalid", string.Create(CultureInfo.InvariantCulture, $"Must be {least} to {most} digits."), "pin");

    public static Refusal PinEasy { get; } = new(
        "pin-easy", "Too easy to guess. Avoid dates, sequences, repeated digits and numbers others know.", "pin");
}
