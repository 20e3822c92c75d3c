namespace SecureDocket.Testing;

/// <summary>The ways in which one call over the network goes wrong.</summary>
public enum TransportFault
{
    /// <summary>429: the service refused and did nothing.</summary>
    Throttled,

    /// <summary>503: the service refused and did nothing.</summary>
    Unavailable,

    /// <summary>No connection came about. The caller can know that nothing was done.</summary>
    NotSent,

    /// <summary>The request was lost on its way. Nothing was done, but the caller cannot know.</summary>
    TimedOut,

    /// <summary>The service did it and the answer was lost. To the caller it looks exactly like <see cref="TimedOut"/>.</summary>
    AnswerLost,

    /// <summary>The service did it, the answer was lost, and the client asked again by itself: the answer is that to the second request.</summary>
    Repeated,
}
