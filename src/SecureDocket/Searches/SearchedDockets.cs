using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Searches;

/// <summary>Follows the hints of a key and confirms each against its docket.</summary>
/// <remarks>
/// It always makes the same requests for a key of one kind: where no hint leads to a docket, it reads one that does not exist. So what is found, and
/// what is kept from the caller, cannot be told by the number and kind of requests, nor by the time that they take.
/// </remarks>
public sealed class SearchedDockets(Lookups lookups, NameIndex names, DocketStore dockets)
{
    /// <summary>The maximum number of people shown for a key that several may share.</summary>
    public const int Limit = 10;

    /// <summary>
    /// The people whom a key leads to and whom the caller may see, by ID, or for a name the most alike first. A unique key costs two requests, or three by card number
    /// or hearing; a shared one eleven; a name ten, and one for each of its keys.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="actor">The caller.</param>
    internal async Task<(IReadOnlyList<Cardholder> People, bool IsCut)> FindAsync(SearchKey key, Actor actor, CancellationToken cancellationToken)
    {
        var (hints, isCut) = await HintsAsync(key, cancellationToken);
        var read = key.Kind is SearchKeyKind.Mobile or SearchKeyKind.Fins or SearchKeyKind.SubjectId or SearchKeyKind.Name ? Limit : 1;
        List<CardholderId> asked = [.. hints.Take(read)];
        asked.AddRange(Enumerable.Range(0, read - asked.Count).Select(_ => CardholderId.New()));
        var found = await Task.WhenAll(asked.Select(id => ConfirmAsync(id, key, cancellationToken)));
        var people = found.OfType<Cardholder>().Where(person => !person.IsKeptFrom(actor));
        return ([.. key.Name is { } name ? people.OrderByDescending(person => name.LikenessOf(person.Details)) : people], isCut);
    }

    private async Task<(IReadOnlyList<CardholderId> Ids, bool IsCut)> HintsAsync(SearchKey key, CancellationToken cancellationToken)
    {
        switch (key.Kind)
        {
            case SearchKeyKind.Name:
                return await names.FindAsync(key.Name!, Limit, cancellationToken);
            case SearchKeyKind.Mobile or SearchKeyKind.Fins or SearchKeyKind.SubjectId:
                var owners = await lookups.OwnersAsync(KindOf(key.Kind), LookupOf(key), Limit + 1, cancellationToken);
                return (owners, owners.Count > Limit);
            default:
                return (await lookups.FindAsync(KindOf(key.Kind), LookupOf(key), cancellationToken) is { } owner ? [owner] : [], false);
        }
    }

    private async Task<Cardholder?> ConfirmAsync(CardholderId id, SearchKey key, CancellationToken cancellationToken)
    {
        try
        {
            var person = await dockets.FindCardholderAsync(id, cancellationToken);
            var isTheirs = key.Kind switch
            {
                SearchKeyKind.ANumber => person?.Details.ANumber == key.Value,
                SearchKeyKind.Mobile => person?.Details.Mobile == key.Value,
                SearchKeyKind.Fins => person?.Details.Fins == key.Value,
                SearchKeyKind.SubjectId => person?.Details.SubjectId == key.Value,
                SearchKeyKind.CardNumber => CardNumber.TryParse(key.Value, out var number)
                    && await dockets.FindCardAsync(id, number, cancellationToken) is { Signature: not null },
                SearchKeyKind.Name => person is not null && key.Name!.LikenessOf(person.Details) is not null,
                SearchKeyKind.Hearing => await dockets.FindHearingAsync(id, key.Value, cancellationToken) is not null,
                _ => throw new ArgumentOutOfRangeException(nameof(key)),
            };
            return isTheirs ? person : null;
        }
        catch (UnreadableException)
        {
            // The alert was raised. Nobody can tell whether the person of a docket that is refused is protected.
            return null;
        }
    }

    private static LookupKind KindOf(SearchKeyKind kind) => kind switch
    {
        SearchKeyKind.ANumber => LookupKind.ANumber,
        SearchKeyKind.Mobile => LookupKind.Mobile,
        SearchKeyKind.CardNumber => LookupKind.CardNumber,
        SearchKeyKind.Hearing => LookupKind.Hearing,
        SearchKeyKind.Fins or SearchKeyKind.SubjectId => LookupKind.ExternalId,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static string LookupOf(SearchKey key) => key.Kind switch
    {
        SearchKeyKind.Fins => new ExternalId(ExternalIdKind.Fins, key.Value).LookupKey,
        SearchKeyKind.SubjectId => new ExternalId(ExternalIdKind.SubjectId, key.Value).LookupKey,
        _ => key.Value,
    };
}
