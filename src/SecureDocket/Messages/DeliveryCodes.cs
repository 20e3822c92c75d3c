namespace SecureDocket.Messages;

/// <summary>What the provider's delivery codes mean for us.</summary>
public static class DeliveryCodes
{
    /// <summary>The person has opted out, at the carrier.</summary>
    public const int OptedOut = 4007;

    /// <summary>What a receipt comes to.</summary>
    /// <param name="delivered">Whether the provider says that the message was delivered.</param>
    /// <param name="code">Its code; null when it named none.</param>
    public static DeliveryVerdict Of(bool delivered, int? code) => delivered ? DeliveryVerdict.Delivered : code switch
    {
        // A number that is none, or that takes no texts.
        4002 or 4003 or 4004 => DeliveryVerdict.Permanent,
        OptedOut => DeliveryVerdict.OptedOut,

        // Unreachable, too many at once, failed, not available for the moment.
        4006 or 4008 or 5000 or 5001 => DeliveryVerdict.Retry,

        // Fraud or entitlement, our own number, a carrier's filter, a toll-free number that is not verified.
        4000 or 4001 or 4005 or 4009 or 4010 => DeliveryVerdict.Configuration,

        // 5002 is a carrier that never reports, 9999 one that does not say why; the message may have arrived.
        _ => DeliveryVerdict.Unknown,
    };
}

/// <summary>What a receipt comes to.</summary>
public enum DeliveryVerdict
{
    /// <summary>It reached the phone.</summary>
    Delivered,

    /// <summary>It did not, and another may.</summary>
    Retry,

    /// <summary>It did not, and nothing to this number will.</summary>
    Permanent,

    /// <summary>It did not: the person has opted out.</summary>
    OptedOut,

    /// <summary>Nobody can say. Another one might be the second that arrives.</summary>
    Unknown,

    /// <summary>It did not, and nothing will until we put something right.</summary>
    Configuration,
}
