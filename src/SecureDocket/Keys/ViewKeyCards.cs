using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Keys;

/// <summary>Lists the cards in force that a key signed.</summary>
public sealed class ViewKeyCards(KeyRing keys, CardsOfKey cards)
{
    /// <summary>Returns a page, which may be short or empty without being the last. Refused if the page token is not from this list.</summary>
    public async Task<Result<Page<CardOnRecord>>> ExecuteAsync(KeyId id, string? page, CancellationToken cancellationToken)
    {
        if ((await keys.KeysAsync(cancellationToken)).All(key => key.Public.Id != id))
        {
            return Refusals.NoSuchKey;
        }

        if (!PageToken.TryStart(page, "", out var from))
        {
            return Refusals.PageToken;
        }

        var step = await cards.ReadAsync(id.ToString(), from.Length == 0 ? null : from.TrimEnd(), Page<CardOnRecord>.Size, cancellationToken);
        return new Page<CardOnRecord>(step.Cards, step.Next is null ? null : PageToken.Of(step.Next));
    }
}
