using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Functions.Http;

/// <summary>Reads what a request carries, within limits.</summary>
internal static class RequestReading
{
    /// <summary>The most bytes of a JSON body.</summary>
    public const int JsonLimit = 64 * 1024;

    private const int ChunkLength = 16 * 1024;

    /// <summary>Whether the path is one that programs ask, and so answers problems; people ask the others, and get pages.</summary>
    public static bool IsOfApi(this HttpRequest request) => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/health");

    /// <summary>The whole body, when its media type is one of those expected and it is no larger than allowed.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadBodyAsync(
        this HttpRequest request, int limit, CancellationToken cancellationToken, params string[] mediaTypes)
    {
        if (!request.HasMediaType(mediaTypes))
        {
            return new Refusal("unsupported-media-type", $"Send {string.Join(" or ", mediaTypes)}; a charset, if any, is utf-8.");
        }

        if (request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        // As much as was announced, but no more at once than a sender has to show something for.
        var buffer = new byte[Math.Clamp(request.ContentLength ?? ChunkLength, 1, ChunkLength)];
        var (length, read) = (0, 0);
        while (length != request.ContentLength && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > limit)
            {
                return TooLarge(limit);
            }

            if (length == buffer.Length && length != request.ContentLength)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }

        return (ReadOnlyMemory<byte>)buffer.AsMemory(0, length);
    }

    /// <summary>A JSON body.</summary>
    public static Task<Result<ReadOnlyMemory<byte>>> ReadJsonAsync(this HttpRequest request, CancellationToken cancellationToken) =>
        request.ReadBodyAsync(JsonLimit, cancellationToken, "application/json");

    /// <summary>Whether the body's media type is one of these, and its charset, where it names one, UTF-8; other parameters do not count.</summary>
    public static bool HasMediaType(this HttpRequest request, params string[] mediaTypes)
    {
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The versions that the caller lets a change start from, by If-Match: <c>*</c>, or a list of ETags of which a weak or foreign one matches nothing (RFC 9110, section 13.1.1).</summary>
    public static Result<VersionMatch> ExpectedVersion(this HttpRequest request)
    {
        if (request.Headers.IfMatch.ToString().Length == 0)
        {
            return new Refusal("version-required", "Send If-Match with the ETag that you read.");
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. request.Headers.IfMatch.OfType<string>()], out var tags))
        {
            return new Refusal("version-mismatch", "If-Match is none of this resource's ETags.");
        }

        List<long> versions = [];
        foreach (var tag in tags)
        {
            if (tag == EntityTagHeaderValue.Any)
            {
                return VersionMatch.Any;
            }

            if (!tag.IsWeak && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            {
                versions.Add(version);
            }
        }

        return VersionMatch.OneOf(versions);
    }

    /// <summary>The days from <c>from</c> to <c>to</c>, both included, from the query.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dayLimit">The most days.</param>
    public static Result<DateInterval> Days(this HttpRequest request, int dayLimit)
    {
        List<Refusal> refusals = [];
        var (from, to) = (Day(request, "from", refusals), Day(request, "to", refusals));
        if (refusals.Count == 0 && (to < from || Period.DaysBetween(from, to) >= dayLimit))
        {
            refusals.Add(new("invalid", string.Create(CultureInfo.InvariantCulture, $"Not before from, and at most {dayLimit} days with it."), "to"));
        }

        return refusals.Count > 0 ? refusals : new DateInterval(from, to);
    }

    /// <summary>The ETag of a docket version.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    // The calendar's own ends have no day after them.
    private static LocalDate Day(HttpRequest request, string name, List<Refusal> refusals)
    {
        if (!LocalDatePattern.Iso.Parse(request.Query[name].ToString()).TryGetValue(default, out var day) || day.Year is < 2000 or >= 3000)
        {
            refusals.Add(new("invalid", "A day as YYYY-MM-DD, from the year 2000 on.", name));
        }

        return day;
    }

    private static Refusal TooLarge(int limit) =>
        new("body-too-large", string.Create(CultureInfo.InvariantCulture, $"At most {limit} bytes."));
}
