namespace SecureDocket.SignIns;

/// <summary>A person's PIN, as it is kept.</summary>
/// <param name="Hash">See <see cref="PinHasher"/>.</param>
/// <param name="SetAt">When it was set.</param>
internal sealed record PinRow(string Hash, DateTimeOffset SetAt);

/// <summary>A person's PIN, as it is on record.</summary>
/// <param name="Hash">See <see cref="PinHasher"/>.</param>
/// <param name="Version">The version of its row: another one whenever a PIN is set.</param>
internal sealed record KeptPin(string Hash, string Version);

/// <summary>Which request printed the codes that hold now.</summary>
/// <param name="Operation">The request, to recognise its repetition.</param>
/// <param name="At">When.</param>
internal sealed record PrintedCodesRow(string Operation, DateTimeOffset At);

/// <summary>A code for paper that is not used yet; its key is its keyed hash.</summary>
/// <param name="Until">Until when it holds; null for as long as it is not used.</param>
internal sealed record PaperCodeRow(DateTimeOffset? Until);

/// <summary>How often a sign-in was tried since the last that succeeded.</summary>
/// <param name="Count">How often.</param>
/// <param name="LastAt">The last that counted.</param>
internal sealed record TriesRow(int Count, DateTimeOffset LastAt);

/// <summary>A sign-in, or a change of number, that waits for its code.</summary>
internal sealed record ChallengeRow
{
    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whose; null when the card number leads to nobody.</summary>
    public CardholderId? CardholderId { get; init; }

    /// <summary>The card's number; null when what was typed is none.</summary>
    public string? CardNumber { get; init; }

    /// <summary>The <see cref="KeptPin.Version"/> of the person's PIN, which it was begun with; null when what was typed is not that PIN.</summary>
    public string? Pin { get; init; }

    /// <summary>The keyed hash of the texted code; null while none is texted.</summary>
    public string? CodeHash { get; init; }

    /// <summary>Until when the texted code holds.</summary>
    public DateTimeOffset? CodeUntil { get; init; }

    /// <summary>The keyed hash of the phone that it was texted to.</summary>
    public string? CodePhone { get; init; }

    /// <summary>How often a code was tried.</summary>
    public int Tries { get; init; }

    /// <summary>The number to be texted from now on, E.164; null for a sign-in.</summary>
    public string? NewMobile { get; init; }

    /// <summary>The number that was texted until then, which is told; null where there was none, and for a sign-in.</summary>
    public string? OldMobile { get; init; }
}

/// <summary>A session, as it is kept; its key is the hash of its secret.</summary>
/// <param name="Id">Names it among the person's sessions; no secret.</param>
/// <param name="CardNumber">The card that was signed in with.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Device">The kind of device in a word, e.g. <c>Android</c>.</param>
internal sealed record SessionRow(string Id, string CardNumber, DateTimeOffset StartedAt, string Device)
{
    /// <summary>Whether it was opened with a code from paper, which an officer gave.</summary>
    public bool IsByPaperCode { get; init; }

    public Session Shown(SessionToken? token) => new(token, Id, CardNumber, StartedAt, Device, IsByPaperCode);
}
