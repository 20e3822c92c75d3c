using Azure.Core;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>Pages are chained by the absolute link that the vault puts into each.</summary>
internal sealed class KeyVersions(VaultPipeline pipeline, Uri first, CancellationToken cancellationToken) : AsyncPageable<KeyProperties>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<KeyProperties>> AsPages(string continuationToken = null, int? pageSizeHint = null)
    {
        var next = continuationToken is null ? first : new Uri(continuationToken);
        while (next is not null)
        {
            var response = await pipeline.SendAsync(RequestMethod.Get, next, null, CancellationToken).ConfigureAwait(false);
            (var items, next) = KeyJson.Page(response);
            yield return Page<KeyProperties>.FromValues(items, next?.AbsoluteUri, response);
        }
    }
}
