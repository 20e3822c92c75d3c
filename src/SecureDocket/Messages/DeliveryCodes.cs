using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureDocket.Messages;

/// <summary>Interprets the provider's delivery codes, and its sentences, which come with or without a code.</summary>
public static partial class DeliveryCodes
{
    /// <summary>The message was delivered.</summary>
    public const int Delivered = 2000;

    /// <summary>The person has opted out with the carrier.</summary>
    public const int OptedOut = 4007;

    // What each documented sentence says and no other, in letters and single blanks: the documentation words some in several ways.
    private static readonly (string Says, int Code)[] s_sentences =
    [
        ("sender blocked for given recipient", OptedOut),
        ("opted out of receiving messages", OptedOut),
        ("no error", Delivered),
        ("delivered successfully", Delivered),
        ("fraud detection", 4000),
        ("source from number format", 4001),
        ("destination to number format", 4002),
        ("unsupported destination", 4003),
        ("number doesn t exist", 4004),
        ("number does not exist", 4004),
        ("blocked by destination carrier", 4005),
        ("isn t reachable", 4006),
        ("is not reachable", 4006),
        ("exceeded the maximum number of messages", 4008),
        ("entitlement system", 4009),
        ("toll free number not being verified", 4010),
        ("volumetric violation", 4020),
        ("temporary unavailability", 5001),
        ("support delivery report", 5002),
        ("unknown error", 9999),
        ("message failed to deliver", 5000),
    ];

    /// <summary>The code that the details of a receipt name, or whose documented sentence they are; null if neither is known.</summary>
    /// <param name="details">The details: a code, a sentence, or both.</param>
    public static int? In(string? details)
    {
        if (details is null)
        {
            return null;
        }

        if (CodePattern().Match(details) is { Success: true } match)
        {
            return int.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        var words = OtherThanLetters().Replace(details, " ");
        return s_sentences.FirstOrDefault(each => words.Contains(each.Says, StringComparison.OrdinalIgnoreCase)) is { Says: not null } sentence ? sentence.Code : null;
    }

    /// <summary>Whether the provider documents what a receipt says.</summary>
    /// <param name="delivered">Whether the provider reports the message as delivered.</param>
    /// <param name="code">The code; null if there was none.</param>
    public static bool AreDocumented(bool delivered, int? code) =>
        delivered || code is (>= 4000 and <= 4010) or 4020 or (>= 5000 and <= 5002) or 9999;

    /// <summary>Interprets a receipt.</summary>
    /// <param name="delivered">Whether the provider reports the message as delivered.</param>
    /// <param name="code">The provider's code; null if there was none.</param>
    public static DeliveryVerdict Of(bool delivered, int? code) => delivered ? DeliveryVerdict.Delivered : code switch
    {
        // The number does not exist or cannot receive texts.
        4002 or 4003 or 4004 => DeliveryVerdict.Permanent,
        OptedOut => DeliveryVerdict.OptedOut,

        // Unreachable, too many at once or in a time, failed, temporarily unavailable.
        4006 or 4008 or 4020 or 5000 or 5001 => DeliveryVerdict.Retry,

        // Fraud or entitlement, our own number, a carrier's filter, an unverified toll-free number.
        4000 or 4001 or 4005 or 4009 or 4010 => DeliveryVerdict.Configuration,

        // 5002 is a carrier that never reports, 9999 one that gives no reason; the message may have arrived.
        _ => DeliveryVerdict.Unknown,
    };

    [GeneratedRegex("(?<![0-9])[2-9][0-9]{3}(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern();

    [GeneratedRegex("[^A-Za-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex OtherThanLetters();
}

/// <summary>The meaning of a receipt.</summary>
public enum DeliveryVerdict
{
    /// <summary>It was delivered.</summary>
    Delivered,

    /// <summary>It was not delivered; another attempt may succeed.</summary>
    Retry,

    /// <summary>It was not delivered, and nothing to this number will be.</summary>
    Permanent,

    /// <summary>It was not delivered because the person has opted out.</summary>
    OptedOut,

    /// <summary>The outcome is unknown. Another attempt might deliver it twice.</summary>
    Unknown,

    /// <summary>It was not delivered, and nothing will be until we fix our configuration.</summary>
    Configuration,
}
