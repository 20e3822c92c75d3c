using System.Globalization;
using System.Text.RegularExpressions;
using SecureDocket.Texts;

namespace SecureDocket.Messages;

/// <summary>The sender numbers and the name with which this deployment texts.</summary>
public sealed record SmsOptions
{
    /// <summary>The maximum number of sender numbers.</summary>
    public const int SenderLimit = 10;

    /// <summary>The sender numbers, 1 to <see cref="SenderLimit"/>.</summary>
    public required IReadOnlyList<SenderNumber> Senders { get; init; }

    /// <summary>The name at the beginning of texts, see <see cref="Texts.Brand"/>.</summary>
    public string Brand { get; init; } = "SDC";

    /// <summary>The phone number for help, see <see cref="TextValues.Contact"/>.</summary>
    public required string Contact { get; init; }

    /// <summary>When somebody answers there, see <see cref="HelpHours.Parse"/>; empty where nothing is said about it.</summary>
    public string ContactHours { get; init; } = "";

    /// <summary>When somebody answers there; null where nothing is said about it.</summary>
    public HelpHours? Help => HelpHours.Parse(ContactHours);

    /// <summary>When messages may be sent.</summary>
    public SendWindow Window { get; init; } = new();

    /// <summary>The sender number for a person, always the same one.</summary>
    public SenderNumber SenderFor(CardholderId cardholder) => Senders[cardholder.ToBytes()[0] % Senders.Count];

    /// <summary>Whether the carrier itself replies to a text to one of our numbers, and does what it says: a keyword and nothing else.</summary>
    /// <param name="sender">Our number.</param>
    /// <param name="text">The text.</param>
    public bool CarrierAnswers(string sender, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Senders.FirstOrDefault(each => each.Number == sender)?.CarrierWords.Split('+', StringSplitOptions.RemoveEmptyEntries).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase) == true;
    }

    /// <summary>The faults of the settings, as sentences that begin with the setting's name.</summary>
    public IEnumerable<string> Faults()
    {
        if (Senders.Count is 0 or > SenderLimit || Senders.DistinctBy(sender => sender.Number).Count() != Senders.Count || !Senders.All(sender => sender.IsWellFormed))
        {
            yield return $"Sms:Senders must be 1 to {SenderLimit} different numbers with messages per minute, separated by commas, "
                + "e.g. +18335550100=200,72345=6000:STOP+START+HELP: each a toll-free number in E.164 or a short code of 5 or 6 digits, at 1 to 6000 a "
                + "minute, and after a colon the keywords that its carrier replies to.";
        }

        if (!Texts.Brand.IsLegal(Brand))
        {
            yield return $"Sms:Brand must have 1 to {Texts.Brand.MaxLength} characters of the 7-bit alphabet on one line, "
                + "no leading or trailing space, and no word that a neutral text must not contain.";
        }

        if (!TextValues.IsContact(Contact))
        {
            yield return "Sms:Contact must be a phone number of 7 to 16 digits, spaces and + - ( ) .";
        }

        if (ContactHours.Length > 0 && Help is null)
        {
            yield return "Sms:ContactHours must be days, hours, a time zone and languages, e.g. Mon-Fri 08:00-20:00 America/New_York en+es.";
        }

        if (!Window.Hours.IsWellFormed)
        {
            yield return "Sms:Hours must be two hours of a day or more, e.g. 09:00-20:00.";
        }

        if (!Window.UrgentHours.Contains(Window.Hours))
        {
            yield return "Sms:UrgentHours must contain Sms:Hours, e.g. 07:00-21:00.";
        }

        if (!Window.EarlyHours.Contains(Window.UrgentHours))
        {
            yield return "Sms:EarlyHours must contain Sms:UrgentHours, e.g. 06:00-21:00.";
        }
    }
}

/// <summary>A sender number.</summary>
/// <param name="Number">A toll-free number in E.164, or a short code.</param>
/// <param name="PerMinute">The maximum number of messages a minute that the provider accepts from it, 1 to 6,000.</param>
/// <param name="Keywords">
/// The keywords that its carrier replies to itself, separated by <c>+</c>; empty for none; null for those of its kind. The network of toll-free
/// numbers replies to <see cref="TollFreeKeywords"/>; of a short code the provider replies to what was ordered with it.
/// </param>
public sealed partial record SenderNumber(string Number, int PerMinute, string? Keywords = null)
{
    /// <summary>The keywords that the network of toll-free numbers replies to.</summary>
    public const string TollFreeKeywords = "STOP+START+UNSTOP";

    /// <summary>The keywords that the carrier replies to itself, separated by <c>+</c>; we reply to all others.</summary>
    public string CarrierWords => Keywords ?? (Number.StartsWith('+') ? TollFreeKeywords : "");

    /// <summary>Whether number, rate and keywords are valid.</summary>
    public bool IsWellFormed => PerMinute is >= 1 and <= 6000 && NumberPattern().IsMatch(Number) && KeywordsPattern().IsMatch(Keywords ?? "");

    /// <summary>Reads <c>+18335550100=200,72345=6000:STOP+START+HELP</c>. An unreadable entry becomes one that is not well-formed.</summary>
    public static IReadOnlyList<SenderNumber> ParseList(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    private static SenderNumber Parse(string entry)
    {
        var parts = entry.Split(':', 2, StringSplitOptions.TrimEntries);
        return parts[0].Split('=', StringSplitOptions.TrimEntries) is [var number, var rate]
            && int.TryParse(rate, NumberStyles.None, CultureInfo.InvariantCulture, out var perMinute)
                ? new(number, perMinute, parts.Length == 2 ? parts[1] : null)
                : new(entry, 0);
    }

    // Area codes such as 800, 833 and 844 are toll-free in the North American Numbering Plan.
    [GeneratedRegex(@"^(?:\+18(?:00|33|44|55|66|77|88)[2-9][0-9]{6}|[1-9][0-9]{4,5})\z", RegexOptions.CultureInvariant)]
    private static partial Regex NumberPattern();

    [GeneratedRegex(@"^(?:[A-Z]{2,12}(?:\+[A-Z]{2,12}){0,9})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeywordsPattern();
}
