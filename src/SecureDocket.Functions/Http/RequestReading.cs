using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SecureDocket.Functions.Http;

/// <summary>Reads what a request carries, within limits.</summary>
internal static class RequestReading
{
    /// <summary>The most bytes of a JSON body.</summary>
    public const int JsonLimit = 64 * 1024;

    /// <summary>The whole body, when its media type is one of those expected and it is no larger than allowed.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadBodyAsync(
        this HttpRequest request, int limit, CancellationToken cancellationToken, params string[] mediaTypes)
    {
        if (!request.HasMediaType(mediaTypes))
        {
            return new Refusal("unsupported-media-type", $"Send {string.Join(" or ", mediaTypes)}.");
        }

        if (request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            if (buffer.Length + read > limit)
            {
                return TooLarge(limit);
            }

            buffer.Write(chunk, 0, read);
        }

        return (ReadOnlyMemory<byte>)buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>A JSON body.</summary>
    public static Task<Result<ReadOnlyMemory<byte>>> ReadJsonAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadBodyAsync(JsonLimit, cancellationToken, "application/json");

    /// <summary>Whether the body's media type is one of these, parameters aside.</summary>
    public static bool HasMediaType(this HttpRequest request, params string[] mediaTypes)
    {
        var type = request.ContentType?.Split(';', 2)[0].Trim();
        return mediaTypes.Contains(type, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The docket version that the caller saw, from If-Match: a quoted number.</summary>
    public static Result<long> ExpectedVersion(this HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        if (header.Length == 0)
        {
            return new Refusal("version-required", "Send If-Match with the ETag of the cardholder that you read.");
        }

        return header is ['"', .. var digits, '"']
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : new Refusal("version-mismatch", "If-Match is none of this resource's ETags.");
    }

    /// <summary>The ETag of a docket version.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    private static Refusal TooLarge(int limit) =>
        new("body-too-large", string.Create(CultureInfo.InvariantCulture, $"At most {limit} bytes."));
}
