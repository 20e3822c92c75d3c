using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace SecureDocket.Functions.Contract;

/// <summary>One form of the contract, ready to be sent: compressed and hashed once, because it changes with a release only.</summary>
internal sealed class ContractFile
{
    // A release is noticed within it, and nobody asks for every look.
    private static readonly TimeSpan s_mayBeKeptFor = TimeSpan.FromMinutes(5);

    private readonly string _mediaType;
    private readonly Variant _plain;
    private readonly Variant[] _compressed;

    /// <summary>Compresses the bytes in each way that is offered.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="mediaType">What they are served as.</param>
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

    /// <summary>200 with the bytes in the best way that the caller takes, or 304 when the caller names their ETag.</summary>
    public IResult Answer(HttpRequest request)
    {
        PublicFile.Open(request, (int)s_mayBeKeptFor.TotalSeconds);
        var taken = request.GetTypedHeaders().AcceptEncoding;
        var variant = Array.Find(_compressed, one => taken.Any(way => way.Value.Equals(one.Encoding, StringComparison.OrdinalIgnoreCase) && way.Quality != 0)) ?? _plain;
        var headers = request.HttpContext.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (variant.Encoding is not null)
        {
            headers.ContentEncoding = variant.Encoding;
        }

        return Results.Bytes(variant.Content, _mediaType, entityTag: variant.Tag);
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
