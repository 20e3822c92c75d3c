using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SecureDocket.Functions.Contract;

/// <summary>One representation of the contract, compressed and hashed once because it only changes with a release.</summary>
internal sealed class ContractFile
{
    // Long enough to save requests, short enough for a new release to be noticed.
    private static readonly TimeSpan s_mayBeKeptFor = TimeSpan.FromMinutes(5);

    private readonly string _mediaType;
    private readonly Variant _plain;
    private readonly Variant[] _compressed;

    /// <summary>Compresses the content with every supported encoding.</summary>
    /// <param name="content">The uncompressed content.</param>
    /// <param name="mediaType">The media type it is served with.</param>
    public ContractFile(byte[] content, string mediaType)
    {
        _mediaType = mediaType;
        _plain = new(null, content);
        _compressed =
        [
            new Variant("br", Compress(content, into => new BrotliStream(into, CompressionLevel.Optimal))),
            new Variant("gzip", Compress(content, into => new GZipStream(into, CompressionLevel.Optimal))),
        ];
    }

    /// <summary>200 with the content in the best encoding the caller accepts, or 304 when the caller sends its ETag.</summary>
    public IResult Answer(HttpRequest request)
    {
        PublicFile.Open(request, (int)s_mayBeKeptFor.TotalSeconds);
        var taken = request.GetTypedHeaders().AcceptEncoding;
        var variant = Array.Find(_compressed, one => IsAccepted(one.Encoding!)) ?? _plain;
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (variant.Encoding is not null)
        {
            headers.ContentEncoding = variant.Encoding;
        }

        return Results.Bytes(variant.Content, _mediaType, entityTag: variant.Tag);

        bool IsAccepted(string encoding) =>
            taken.Any(way => way.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && way.Quality != 0);
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> way)
    {
        using var compressed = new MemoryStream();
        using (var stream = way(compressed))
        {
            stream.Write(content);
        }

        return compressed.ToArray();
    }

    private sealed record Variant(string? Encoding, byte[] Content)
    {
        public EntityTagHeaderValue Tag { get; } = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 16))}\"");
    }
}
