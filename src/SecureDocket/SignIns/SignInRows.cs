namespace SecureDocket.SignIns;

/// <summary>A person's PIN, as written to storage.</summary>
/// <param name="Hash">See <see cref="PinHasher"/>.</param>
/// <param name="SetAt">When it was set.</param>
internal sealed record PinRow(string Hash, DateTimeOffset SetAt);

/// <summary>A person's PIN, as read from storage.</summary>
/// <param name="Hash">See <see cref="PinHasher"/>.</param>
/// <param name="Version">The version of its row, which changes whenever a PIN is set.</param>
internal sealed record KeptPin(string Hash, string Version);

/// <summary>The request that printed the current codes.</summary>
/// <param name="Operation">The operation, so that a retry is recognized.</param>
/// <param name="At">When they were printed.</param>
internal sealed record PrintedCodesRow(string Operation, DateTimeOffset At);

/// <summary>An unused paper code; its key is its keyed hash.</summary>
/// <param name="Until">When it expires; null if it is valid until used.</param>
internal sealed record PaperCodeRow(DateTimeOffset? Until);

/// <summary>The number of sign-in attempts since the last successful one.</summary>
/// <param name="Count">The number of attempts.</param>
/// <param name="LastAt">The last attempt that counted.</param>
internal sealed record TriesRow(int Count, DateTimeOffset LastAt);

/// <summary>A sign-in, or a change of number, that is waiting for its code.</summary>
internal sealed record ChallengeRow
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The cardholder; null if the card number is unknown.</summary>
    public CardholderId? CardholderId { get; init; }

    /// <summary>The card's number; null if the typed text is not a card number.</summary>
    public string? CardNumber { get; init; }

    /// <summary>The <see cref="KeptPin.Version"/> of the person's PIN at the beginning; null if the typed PIN was incorrect.</summary>
    public string? Pin { get; init; }

    /// <summary>The keyed hash of the texted code; null until one is texted.</summary>
    public string? CodeHash { get; init; }

    /// <summary>When the texted code expires.</summary>
    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>The keyed hash of the phone that the code was texted to.</summary>
    public string? CodePhone { get; init; }

    /// <summary>The number of codes tried.</summary>
    public int Tries { get; init; }

    /// <summary>The new number, E.164; null for a sign-in.</summary>
    public string? NewMobile { get; init; }

    /// <summary>The old number, which is notified; null if there was none, and for a sign-in.</summary>
    public string? OldMobile { get; init; }
}

/// <summary>A session, as stored; its key is the hash of its secret.</summary>
/// <param name="Id">The session's ID among those of the person; not secret.</param>
/// <param name="CardNumber">The card that signed in.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Device">The kind of device in one word, e.g. <c>Android</c>.</param>
internal sealed record SessionRow(string Id, string CardNumber, DateTimeOffset StartedAt, string Device)
{
    /// <summary>Whether it was opened with a paper code, which an officer gave.</summary>
    public bool IsByPaperCode { get; init; }

    public Session Shown(SessionToken? token) => new(token, Id, CardNumber, StartedAt, Device, IsByPaperCode);
}
