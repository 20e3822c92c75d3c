using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Blobs.Wire;

internal static class BlobTypes
{
    public static BlobType? Parse(string text) => text switch
    {
        "BlockBlob" => BlobType.Block,
        "PageBlob" => BlobType.Page,
        "AppendBlob" => BlobType.Append,
        _ => null,
    };
}
