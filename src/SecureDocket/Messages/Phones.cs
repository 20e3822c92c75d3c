using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Messages;

/// <summary>Stores the state of phones: whether they may be texted, and where the exchange of texts stands.</summary>
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
    // Until then, a person who opts out again has been told that texts are off.
    private static readonly Duration s_toldFor = Duration.FromDays(1);

    /// <summary>The opt-out and its evidence; null while the phone accepts texts.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>When it last asked for texts again; null if it never did.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? OptedInAt { get; init; }

    /// <summary>The carrier's blocks of our numbers, one a number; only a keyword to the number lifts one. Null for none.</summary>
    public IReadOnlyList<CarrierBlock>? Blocks { get; init; }

    /// <summary>The last reply that said that texts are off; null if there was none.</summary>
    public ToldOff? ToldOff { get; init; }

    /// <summary>When the provider received the newest answer to a question; null before the first. An older answer to the same number changes nothing.</summary>
    [JsonConverter(typeof(InstantConverter))]
    public Instant? AnsweredAt { get; init; }

    /// <summary>Our number that was answered.</summary>
    public string? AnsweredTo { get; init; }

    /// <summary>The last texts that may go on in the next one, in order. Null for none.</summary>
    public IReadOnlyList<TextPart>? Parts { get; init; }

    /// <summary>The openings it was last offered; null if there were none, or if it has opted out since.</summary>
    public Offer? Offer { get; init; }

    /// <summary>Whether it gets no texts, except replies about that.</summary>
    [JsonIgnore]
    public bool IsOptedOut => OptOut is not null;

    /// <summary>Whether a person gets no texts on this phone, except replies about that.</summary>
    /// <param name="person">A person with this number. Who was given the number after somebody said that it is not theirs is not meant by that.</param>
    public bool Silences(Cardholder person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return OptOut is { } optOut && !(optOut.Word == OptOut.WrongNumber && person.MobileSince > optOut.At);
    }

    /// <summary>Why a person gets no texts on this phone; null if they may get some.</summary>
    /// <param name="person">A person with this number.</param>
    /// <param name="sender">Our number that texts the person.</param>
    public TextsOff? OffFor(Cardholder person, string sender) =>
        IsBlockedFor(sender) ? new(Blocks!.First(block => block.Sender == sender).At, true)
        : Silences(person) ? new(OptOut!.At, OptOut.Evidence == OptOut.CarrierEvidence)
        : null;

    /// <summary>Whether a reply may be sent although the phone is silenced: the one that confirms the opt-out, or the day's one that says so.</summary>
    /// <param name="messageId">The provider's ID of the text that is replied to.</param>
    public bool IsAnswered(string messageId) => OptOut?.Evidence == messageId || ToldOff?.MessageId == messageId;

    /// <summary>
    /// This state after an opt-out. Texts arrive in any order and repeatedly: the newest counts, and in a tie the opt-out. The evidence of a stop
    /// that is repeated within a day stays the first one, which is the one that is answered.
    /// </summary>
    public PhoneState WithOptOut(OptOut optOut)
    {
        ArgumentNullException.ThrowIfNull(optOut);
        return OptedInAt > optOut.At || OptOut?.At >= optOut.At ? this
            : this with { OptOut = IsRepeated(optOut) ? OptOut! with { At = optOut.At } : Combined(optOut), Offer = null };
    }

    /// <summary>This state after asking for texts again.</summary>
    public PhoneState WithOptIn(Instant at) =>
        OptOut?.At >= at || OptedInAt >= at ? this : this with { OptOut = null, OptedInAt = at, ToldOff = null };

    /// <summary>This state after the carrier blocked one of our numbers; unchanged if the person has asked for texts since.</summary>
    public PhoneState WithBlock(CarrierBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return OptedInAt > block.At || Blocks?.Any(each => each.Sender == block.Sender && each.At >= block.At) == true ? this
            : this with { Blocks = [.. OtherBlocks(block.Sender), block] };
    }

    /// <summary>This state after the carrier lifted its block of one of our numbers.</summary>
    public PhoneState WithoutBlock(string sender, Instant at) => Blocks?.Any(each => each.Sender == sender && each.At < at) != true ? this
        : this with { Blocks = OtherBlocks(sender) is { Count: > 0 } others ? others : null };

    /// <summary>Whether the carrier blocks one of our numbers.</summary>
    public bool IsBlockedFor(string sender) => Blocks?.Any(block => block.Sender == sender) == true;

    /// <summary>This state once it is known that a text was no opt-out.</summary>
    /// <param name="messageIds">The provider's IDs of the text's parts.</param>
    public PhoneState WithoutOptOut(IReadOnlyCollection<string> messageIds) => OptOut is { } optOut && messageIds.Contains(optOut.Evidence) ? this with { OptOut = null } : this;

    /// <summary>This state after an answer to a question.</summary>
    public PhoneState WithAnswer(Instant at, string to) => AnsweredAt >= at ? this : this with { AnsweredAt = at, AnsweredTo = to };

    /// <summary>This state after a text was to be told that texts are off: unchanged if another one was told so within a day.</summary>
    public PhoneState WithToldOff(Instant at, string messageId) => ToldOff?.At > at - s_toldFor ? this : this with { ToldOff = new(at, messageId) };

    // Who wanted no texts still wants none, whoever else is said to have the phone.
    private OptOut Combined(OptOut optOut) => OptOut is { Word: not OptOut.WrongNumber } present ? optOut with { Word = present.Word ?? optOut.Word } : optOut;

    private List<CarrierBlock> OtherBlocks(string sender) => [.. (Blocks ?? []).Where(each => each.Sender != sender)];

    private bool IsRepeated(OptOut optOut) => OptOut is { Evidence: not OptOut.CarrierEvidence } present && present.Word == optOut.Word && present.At > optOut.At - s_toldFor;
}

/// <summary>A phone's opt-out from texts.</summary>
/// <param name="At">When the provider learned about it.</param>
/// <param name="Evidence">The provider's ID of the text that says so, or <see cref="CarrierEvidence"/>.</param>
/// <param name="Word">The interpretation of the text, <see cref="Stop"/> or <see cref="WrongNumber"/>; null if there is no text. The text itself is not stored.</param>
public sealed record OptOut([property: JsonConverter(typeof(InstantConverter))] Instant At, string Evidence, string? Word = null)
{
    /// <summary>The evidence of an opt-out that only the carrier knew about.</summary>
    public const string CarrierEvidence = "carrier-4007";

    /// <summary>The person wants no more texts.</summary>
    public const string Stop = "stop";

    /// <summary>The phone is not the cardholder's.</summary>
    public const string WrongNumber = "wrong-number";
}

/// <summary>A carrier refuses our texts to a phone from one of our numbers.</summary>
/// <param name="Sender">Our number.</param>
/// <param name="At">When the provider learned about it.</param>
public sealed record CarrierBlock(string Sender, [property: JsonConverter(typeof(InstantConverter))] Instant At);

/// <summary>A reply that says that texts are off.</summary>
/// <param name="At">When the provider received the text.</param>
/// <param name="MessageId">The provider's ID of the text.</param>
public sealed record ToldOff([property: JsonConverter(typeof(InstantConverter))] Instant At, string MessageId);

/// <summary>A text as long as one message can be, which may go on in the next one.</summary>
/// <param name="At">When the provider received it.</param>
/// <param name="MessageId">The provider's ID of the text.</param>
/// <param name="Words">The name under which its words lie.</param>
public sealed record TextPart([property: JsonConverter(typeof(InstantConverter))] Instant At, string MessageId, string Words);

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

    /// <summary>The openings that the person refused before; null for none.</summary>
    public IReadOnlyList<OfferedOpening>? Refused { get; init; }

    /// <summary>The provider's ID of the text that refused all of these openings; null while none did.</summary>
    public string? RefusedBy { get; init; }

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
