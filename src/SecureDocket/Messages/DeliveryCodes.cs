namespace SecureDocket.Messages;

/// <summary>Interprets the provider's delivery codes.</summary>
public static class DeliveryCodes
{
    /// <summary>The person has opted out with the carrier.</summary>
    public const int OptedOut = 4007;

    /// <summary>Interprets a receipt.</summary>
    /// <param name="delivered">Whether the provider reports the message as delivered.</param>
    /// <param name="code">The provider's code; null if there was none.</param>
    public static DeliveryVerdict Of(bool delivered, int? code) => delivered ? DeliveryVerdict.Delivered : code switch
    {
        // The number does not exist or cannot receive texts.
        4002 or 4003 or 4004 => DeliveryVerdict.Permanent,
        OptedOut => DeliveryVerdict.OptedOut,

        // Unreachable, too many at once, failed, temporarily unavailable.
        4006 or 4008 or 5000 or 5001 => DeliveryVerdict.Retry,

        // Fraud or entitlement, our own number, a carrier's filter, an unverified toll-free number.
        4000 or 4001 or 4005 or 4009 or 4010 => DeliveryVerdict.Configuration,

        // 5002 is a carrier that never reports, 9999 one that gives no reason; the message may have arrived.
        _ => DeliveryVerdict.Unknown,
    };
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
