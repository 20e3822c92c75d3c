using System.Globalization;
using SecureDocket.Storage;

namespace SecureDocket.Cards;

/// <summary>Hints from a signing key to its cards, by expiry. They are written before the docket, and every reader confirms them against it.</summary>
public sealed class IssuedCards(ITables tables, KeyedHash hash)
{
    private const string DayFormat = "yyyyMMdd";

    // The character after '9'; every key begins with a digit.
    private const string End = ":";

    private readonly RowTable<IssuedCardRow> _issued = new(tables, TableNames.Issued, CardsJson.Rows.IssuedCardRow);

    /// <summary>Writes the hint to <paramref name="card"/>, which is about to be issued. One request.</summary>
    public Task AddAsync(CardholderId id, Card card, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(card);
        return _issued.PutAsync(card.KeyId, KeyOf(card), new(id, card.Number.ToString()), cancellationToken);
    }

    /// <summary>Deletes the hint to a card of a docket that is being erased. One request.</summary>
    internal Task DropAsync(Card card, CancellationToken cancellationToken) => _issued.DeleteAsync(card.KeyId, KeyOf(card), null, cancellationToken);

    /// <summary>The cards of a key, earliest expiry first. One request per thousand.</summary>
    /// <param name="keyId">The key ID, as cards name it.</param>
    /// <param name="after">The <see cref="IssuedCard.Key"/> of the last hint of the previous page; null for the first page.</param>
    /// <param name="take">The maximum number of hints.</param>
    public Task<IReadOnlyList<IssuedCard>> OfKeyAsync(string keyId, string? after, int take, CancellationToken cancellationToken) =>
        ReadAsync(keyId, after is null ? "" : after + " ", End, take, cancellationToken);

    /// <summary>The cards of a key that expire before <paramref name="day"/> begins in UTC, earliest first. One request per thousand.</summary>
    /// <param name="keyId">The key ID, as cards name it.</param>
    /// <param name="day">The day.</param>
    /// <param name="after">The <see cref="IssuedCard.Key"/> of the last hint of the previous page; null for the first page.</param>
    /// <param name="take">The maximum number of hints.</param>
    public Task<IReadOnlyList<IssuedCard>> ExpiringBeforeAsync(string keyId, DateOnly day, string? after, int take, CancellationToken cancellationToken) =>
        ReadAsync(keyId, after is null ? "" : after + " ", Day(day), take, cancellationToken);

    /// <summary>Deletes a hint that leads nowhere any more, unless it was rewritten since it was read. One request.</summary>
    public Task DropAsync(IssuedCard hint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hint);
        return _issued.DeleteAsync(hint.KeyId, hint.Key, hint.Version, cancellationToken);
    }

    private async Task<IReadOnlyList<IssuedCard>> ReadAsync(string keyId, string from, string to, int take, CancellationToken cancellationToken) =>
        [.. (await _issued.RangeAsync(keyId, from, to, take, cancellationToken)).Select(row => Read(keyId, row))];

    private static IssuedCard Read(string keyId, Stored<IssuedCardRow> row) => CardNumber.TryParse(row.Value.CardNumber, out var number)
        ? new IssuedCard(keyId, row.Key, row.Value.CardholderId, number, row.Version)
        : throw new InvalidOperationException("A hint does not name a card.");

    private string KeyOf(Card card) => $"{Day(DateOnly.FromDateTime(card.Expires.UtcDateTime))}|{hash.KeyOf("card", card.Number.ToString())}";

    private static string Day(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);
}

/// <summary>A hint to a card.</summary>
/// <param name="KeyId">The key that was chosen to sign the card.</param>
/// <param name="Key">The hint's position among those of its key.</param>
/// <param name="CardholderId">The docket, which is authoritative.</param>
/// <param name="Number">The card.</param>
/// <param name="Version">The opaque version, to delete the hint.</param>
public sealed record IssuedCard(string KeyId, string Key, CardholderId CardholderId, CardNumber Number, string Version);

internal sealed record IssuedCardRow(CardholderId CardholderId, string CardNumber);
