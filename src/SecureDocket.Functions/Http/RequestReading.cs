using System.Globalization;
using Microsoft.Net.Http.Headers;
using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Functions.Http;

/// <summary>Reads requests within limits.</summary>
internal static class RequestReading
{
    /// <summary>The maximum size of a JSON body in bytes.</summary>
    public const int JsonLimit = 64 * 1024;

    private const int ChunkLength = 16 * 1024;

    /// <summary>Whether the path is meant for programs, which get problems; people use the other paths and get pages.</summary>
    public static bool IsOfApi(this HttpRequest request) => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/health");

    /// <summary>The complete body, if its media type is allowed and it is not too large.</summary>
    public static async Task<Result<ReadOnlyMemory<byte>>> ReadBodyAsync(
        this HttpRequest request, int limit, CancellationToken cancellationToken, params string[] mediaTypes)
    {
        if (!request.HasMediaType(mediaTypes))
        {
            return HttpRefusals.MediaType(mediaTypes);
        }

        if (request.ContentLength > limit)
        {
            return HttpRefusals.BodyTooLarge(limit);
        }

        // Content-Length determines the size, up to one chunk. More memory is allocated only as bytes arrive.
        var buffer = new byte[Math.Clamp(request.ContentLength ?? ChunkLength, 1, ChunkLength)];
        var (length, read) = (0, 0);
        while (length != request.ContentLength && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > limit)
            {
                return HttpRefusals.BodyTooLarge(limit);
            }

            if (length == buffer.Length && length != request.ContentLength)
            {
                Array.Resize(ref buffer, 2 * length);
            }
        }

        return (ReadOnlyMemory<byte>)buffer.AsMemory(0, length);
    }

    /// <summary>A JSON body.</summary>
    public static Task<Result<ReadOnlyMemory<byte>>> ReadJsonAsync(this HttpRequest request, CancellationToken cancellationToken, int limit = JsonLimit) =>
        request.ReadBodyAsync(limit, cancellationToken, "application/json");

    /// <summary>Whether the body's media type is one of these and its charset, if given, is UTF-8; other parameters are ignored.</summary>
    public static bool HasMediaType(this HttpRequest request, params string[] mediaTypes)
    {
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && mediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The versions that If-Match allows a change to start from: <c>*</c>, or a list of ETags, of which weak or foreign ones match nothing (RFC 9110, section 13.1.1).</summary>
    public static Result<VersionMatch> ExpectedVersion(this HttpRequest request)
    {
        if (request.Headers.IfMatch.ToString().Length == 0)
        {
            return HttpRefusals.VersionRequired;
        }

        if (!EntityTagHeaderValue.TryParseStrictList([.. request.Headers.IfMatch.OfType<string>()], out var tags))
        {
            return HttpRefusals.VersionMismatch;
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

    /// <summary>The days from <c>from</c> to <c>to</c> in the query, including both.</summary>
    /// <param name="request">The request.</param>
    /// <param name="dayLimit">The maximum number of days.</param>
    public static Result<DateInterval> Days(this HttpRequest request, int dayLimit)
    {
        List<Refusal> refusals = [];
        var (from, to) = (Day(request, "from", refusals), Day(request, "to", refusals));
        if (refusals.Count == 0 && (to < from || Period.DaysBetween(from, to) >= dayLimit))
        {
            refusals.Add(HttpRefusals.Period(dayLimit));
        }

        return refusals.Count > 0 ? refusals : new DateInterval(from, to);
    }

    /// <summary>Whether the caller already has what a tag names, by If-None-Match (RFC 9110, section 13.1.2).</summary>
    /// <param name="request">The request.</param>
    /// <param name="tag">The tag without quotes.</param>
    public static bool Has(this HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseStrictList([.. request.Headers.IfNoneMatch.OfType<string>()], out var tags)
        && tags.Any(each => each.Compare(new EntityTagHeaderValue($"\"{tag}\""), useStrongComparison: false));

    /// <summary>The ETag of a docket version.</summary>
    public static string ETag(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    // The last day of the calendar has no following day.
    private static LocalDate Day(HttpRequest request, string name, List<Refusal> refusals)
    {
        if (!LocalDatePattern.Iso.Parse(request.Query[name].ToString()).TryGetValue(default, out var day) || day.Year is < 2000 or >= 3000)
        {
            refusals.Add(HttpRefusals.Day(name));
        }

        return day;
    }
}
