using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Messages;

/// <summary>Stores the state of phones: whether they may be texted, and what they were last offered.</summary>
/// <remarks>
/// The state belongs to the phone, not to the sender number, so that an opt-out applies to all senders; and not to the docket,
/// since people may share a phone. The key is a keyed hash of the number, never the number itself.
/// </remarks>
public sealed class Phones(ITables tables, KeyedHash hash)
{
    private const string StateKey = "state";
    private const int AttemptLimit = 8;

    private readonly RowTable<PhoneState> _phones = new(tables, TableNames.Phones, MessagesJson.Rows.PhoneState);

    /// <summary>The state of a phone. One request.</summary>
    /// <param name="mobile">E.164.</param>
    public async Task<PhoneState> FindAsync(string mobile, CancellationToken cancellationToken) =>
        (await _phones.FindAsync(Partition(mobile), StateKey, cancellationToken))?.Value ?? new();

    /// <summary>Changes the state of a phone, and retries when another change wins the race, up to a limit.</summary>
    /// <param name="mobile">E.164.</param>
    /// <param name="change">A pure function: the new state; the same state for no change.</param>
    /// <param name="cancellationToken">Cancels the call; a retry is safe if <paramref name="change"/> allows it.</param>
    /// <returns>The state afterwards.</returns>
    public async Task<PhoneState> ChangeAsync(string mobile, Func<PhoneState, PhoneState> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var stored = await _phones.FindAsync(Partition(mobile), StateKey, cancellationToken);
            var state = stored?.Value ?? new();
            var changed = change(state);
            if (changed == state)
            {
                return state;
            }

            if (await _phones.WriteAsync(Partition(mobile), StateKey, stored, changed, cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private string Partition(string mobile) => hash.KeyOf("phone", mobile);
}

/// <summary>The state of a phone.</summary>
public sealed record PhoneState
{
    /// <summary>The opt-out and its evidence; null while the phone accepts texts.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>When it last asked for texts again; null if it never did.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? OptedInAt { get; init; }

    /// <summary>The openings it was last offered; null if there were none, or if it has opted out since.</summary>
    public Offer? Offer { get; init; }

    /// <summary>Whether it gets no texts, except the reply that confirms the opt-out.</summary>
    [JsonIgnore]
    public bool IsOptedOut => OptOut is not null;

    /// <summary>This state after an opt-out. Texts arrive in any order and repeatedly: the newest counts, and in a tie the opt-out.</summary>
    public PhoneState WithOptOut(OptOut optOut)
    {
        ArgumentNullException.ThrowIfNull(optOut);
        return OptedInAt > optOut.At || OptOut?.At >= optOut.At ? this : this with { OptOut = optOut, Offer = null };
    }

    /// <summary>This state after asking for texts again.</summary>
    public PhoneState WithOptIn(Instant at) =>
        OptOut?.At >= at || OptedInAt >= at ? this : this with { OptOut = null, OptedInAt = at };
}

/// <summary>A phone's opt-out from texts.</summary>
/// <param name="At">When the provider learned about it.</param>
/// <param name="Evidence">The provider's ID of the text that says so, or <see cref="CarrierEvidence"/>.</param>
/// <param name="Word">The interpretation of the text, <c>stop</c> or <c>wrong-number</c>; null if there is no text. The text itself is not stored.</param>
public sealed record OptOut([property: JsonConverter(typeof(InstantConverter))] Instant At, string Evidence, string? Word = null)
{
    /// <summary>The evidence of an opt-out that only the carrier knew about.</summary>
    public const string CarrierEvidence = "carrier-4007";
}

/// <summary>The openings offered to a phone.</summary>
public sealed record Offer
{
    /// <summary>The provider's ID of the text that the offer replies to.</summary>
    public required string MessageId { get; init; }

    /// <summary>The docket whose check-in is to be moved.</summary>
    public required CardholderId CardholderId { get; init; }

    /// <summary>The check-in to move.</summary>
    public required string CheckInId { get; init; }

    /// <summary>The version of the check-in to move.</summary>
    public required long CheckInVersion { get; init; }

    /// <summary>Whether it follows a choice that was taken in the meantime.</summary>
    public bool IsAgain { get; init; }

    /// <summary>The IANA ID of the office's time zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The openings, in the order of their digits.</summary>
    public required IReadOnlyList<OfferedOpening> Openings { get; init; }

    /// <summary>When the offer expires.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Until { get; init; }
}

/// <summary>One offered opening.</summary>
/// <param name="Start">The local start time at the office, to the minute.</param>
public sealed record OfferedOpening([property: JsonConverter(typeof(LocalMinuteConverter))] LocalDateTime Start);
