using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Hearings;

namespace SecureDocket.Dockets;

/// <summary>Everything that is live about one cardholder, read at one moment. Commands decide on it in pure code.</summary>
public sealed record Docket
{
    /// <summary>The person.</summary>
    public required Cardholder Cardholder { get; init; }

    /// <summary>Every card, in order of serial.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>Every hearing, cancelled and past ones included, in order of time.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>What the person is to be told about cards, oldest first.</summary>
    public IReadOnlyList<CardNotice> Notices { get; init; } = [];

    /// <summary>The number of journal events, which is also the docket's version for callers.</summary>
    public required long Version { get; init; }

    /// <summary>The hash of the last journal event, 32 bytes.</summary>
    public required byte[] Head { get; init; }

    /// <summary>The storage version of the profile row, which guards every commit.</summary>
    public required string Guard { get; init; }

    /// <summary>The card that is in force or suspended; a docket has one at most.</summary>
    public Card? CurrentCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Active or CardStatus.Suspended);

    /// <summary>The hearing to be held that is the next from <paramref name="now"/> on.</summary>
    public Hearing? NextHearing(Instant now) =>
        Hearings.FirstOrDefault(hearing => hearing.Status == HearingStatus.Scheduled && hearing.Instant >= now);

    /// <summary>The card whose issue was begun and not finished.</summary>
    public Card? IntendedCard => Cards.FirstOrDefault(card => card.Status is CardStatus.Intended);
}

/// <summary>What a command decided: the rows that change, and what to call it in the journal.</summary>
/// <param name="Kind">The journal's word for it, e.g. <c>photo-attached</c>.</param>
public sealed record DocketChange(string Kind)
{
    /// <summary>The person, when changed.</summary>
    public Cardholder? Cardholder { get; init; }

    /// <summary>Cards that are new or changed, the one that the change is about first.</summary>
    public IReadOnlyList<Card> Cards { get; init; } = [];

    /// <summary>Hearings that are new or changed.</summary>
    public IReadOnlyList<Hearing> Hearings { get; init; } = [];

    /// <summary>Who asked for it, when two people are needed; null otherwise.</summary>
    public Actor? RequestedBy { get; init; }
}
