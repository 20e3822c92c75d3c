using System.Globalization;
using Azure.Core;
using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Wire;

/// <summary><c>GET container?comp=list</c>, page by page along the marker.</summary>
internal sealed class BlobPages(BlobPipeline pipeline, Uri container, string prefix, BlobTraits traits, CancellationToken cancellationToken)
    : AsyncPageable<BlobItem>(cancellationToken)
{
    public override async IAsyncEnumerable<Page<BlobItem>> AsPages(string continuationToken = null, int? pageSizeHint = null)
    {
        var marker = continuationToken;
        do
        {
            using var message = pipeline.Message(
                RequestMethod.Get,
                container,
                ("restype", "container"),
                ("comp", "list"),
                ("prefix", prefix),
                ("marker", marker),
                ("maxresults", pageSizeHint?.ToString(CultureInfo.InvariantCulture)),
                ("include", traits.HasFlag(BlobTraits.Metadata) ? "metadata" : null));
            var response = await pipeline.SendAsync(message, CancellationToken, 200).ConfigureAwait(false);
            (var items, marker) = BlobListXml.Parse(response);
            yield return Page<BlobItem>.FromValues(items, marker, response);
        }
        while (!string.IsNullOrEmpty(marker));
    }
}
