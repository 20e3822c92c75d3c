using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Messages;

/// <summary>What is known of a phone: whether it may be sent to, and what it was last offered.</summary>
/// <remarks>
/// Kept by the phone and not by the number that we send from, so that an opt-out holds for all of them; and not by the docket,
/// since a phone may be shared. A number is never a key: its keyed hash is.
/// </remarks>
public sealed class Phones(ITables tables, KeyedHash hash)
{
    private const string StateKey = "state";
    private const int AttemptLimit = 8;

    /// <summary>What is known of a phone. One request.</summary>
    /// <param name="mobile">E.164.</param>
    public async Task<PhoneState> FindAsync(string mobile, CancellationToken cancellationToken) => (await ReadAsync(mobile, cancellationToken)).State;

    /// <summary>Changes what is known of a phone, again as often as another change wins the race, up to a bound.</summary>
    /// <param name="mobile">E.164.</param>
    /// <param name="change">Pure: what is known from now on; the same for no change.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the change is safe if <paramref name="change"/> allows it.</param>
    /// <returns>What is known now.</returns>
    public async Task<PhoneState> ChangeAsync(string mobile, Func<PhoneState, PhoneState> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            var (state, version) = await ReadAsync(mobile, cancellationToken);
            var changed = change(state);
            if (changed == state)
            {
                return state;
            }

            var json = JsonSerializer.Serialize(changed, MessagesJson.Rows.PhoneState);
            var write = version is null ? RowWrite.Insert(StateKey, json) : RowWrite.Replace(StateKey, json, version);
            if (await tables.CommitAsync(TableNames.Phones, Partition(mobile), [write], cancellationToken) is not null)
            {
                return changed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task<(PhoneState State, string? Version)> ReadAsync(string mobile, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Phones, new(Partition(mobile), StateKey), cancellationToken);
        return row is null ? (new(), null) : (JsonSerializer.Deserialize(row.Json, MessagesJson.Rows.PhoneState)!, row.Version);
    }

    private string Partition(string mobile) => hash.KeyOf("phone", mobile);
}

/// <summary>What is known of a phone.</summary>
public sealed record PhoneState
{
    /// <summary>That it wants no texts, and by what we know; null when it does not say so.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>When it last asked for texts again; null when it never did.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? OptedInAt { get; init; }

    /// <summary>The openings that it was offered last; null when it never was, or has opted out since.</summary>
    public Offer? Offer { get; init; }

    /// <summary>Whether it is sent nothing, but for the answer that says so.</summary>
    [JsonIgnore]
    public bool IsOptedOut => OptOut is not null;

    /// <summary>This, once it has opted out. Texts come in any order and more than once: the newest word counts, and in a tie the opt-out.</summary>
    public PhoneState WithOptOut(OptOut optOut)
    {
        ArgumentNullException.ThrowIfNull(optOut);
        return OptedInAt > optOut.At || OptOut?.At >= optOut.At ? this : this with { OptOut = optOut, Offer = null };
    }

    /// <summary>This, once it has asked for texts again.</summary>
    public PhoneState WithOptIn(Instant at) =>
        OptOut?.At >= at || OptedInAt >= at ? this : this with { OptOut = null, OptedInAt = at };
}

/// <summary>That a phone wants no texts.</summary>
/// <param name="At">When the provider learned of it.</param>
/// <param name="Evidence">The provider's id of the text that says so, or <see cref="CarrierEvidence"/>.</param>
/// <param name="Word">What the text was taken for, <c>stop</c> or <c>wrong-number</c>; null when there is none. The text itself is not kept.</param>
public sealed record OptOut([property: JsonConverter(typeof(InstantConverter))] Instant At, string Evidence, string? Word = null)
{
    /// <summary>The evidence of an opt-out that the carrier knows of and we did not.</summary>
    public const string CarrierEvidence = "carrier-4007";
}

/// <summary>The openings that a phone was offered.</summary>
public sealed record Offer
{
    /// <summary>The provider's id of the text that the offer answers.</summary>
    public required string MessageId { get; init; }

    /// <summary>The docket whose check-in is to be moved.</summary>
    public required CardholderId CardholderId { get; init; }

    /// <summary>The check-in that is to be moved.</summary>
    public required string CheckInId { get; init; }

    /// <summary>The version of it that is to be moved.</summary>
    public required long CheckInVersion { get; init; }

    /// <summary>Whether it follows a choice that was taken meanwhile.</summary>
    public bool IsAgain { get; init; }

    /// <summary>The IANA id of the office's zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>What was offered, in the order of the digits that choose.</summary>
    public required IReadOnlyList<OfferedOpening> Openings { get; init; }

    /// <summary>Until when it holds.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public required Instant Until { get; init; }
}

/// <summary>One opening that was offered.</summary>
/// <param name="Start">What the office's clock shows when it begins, to the minute.</param>
public sealed record OfferedOpening([property: JsonConverter(typeof(LocalMinuteConverter))] LocalDateTime Start);
