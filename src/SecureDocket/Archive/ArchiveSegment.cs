using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>One blob of the archive: rows as they were read, after a line that says where the archive then stood. Gzip over lines of JSON.</summary>
/// <remarks>
/// Each names the hash of the one before, so the archive is one chain; and where the reading goes on, so that whoever finds one
/// under the name that it wanted goes on from there.
/// </remarks>
internal sealed record ArchiveSegment
{
    /// <summary>The media type of its blob.</summary>
    public const string MediaType = "application/gzip";

    private const int FormatVersion = 1;

    // Far more than a blob within its limit inflates to, unless it was made to.
    private const int InflatedLimit = 512 * 1024 * 1024;

    /// <summary>Where the archive stood after it.</summary>
    public required ArchiveHead Head { get; init; }

    /// <summary>The hash of the segment before, 64 lower-case hex digits; empty for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>The rows, in the order in which they were read.</summary>
    public required IReadOnlyList<ArchivedRow> Rows { get; init; }

    /// <summary>The name of a segment's blob.</summary>
    /// <param name="number">From 1.</param>
    public static string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:D10}.ndjson.gz");

    /// <summary>Makes the segment that follows <paramref name="previous"/>.</summary>
    /// <param name="previous">The hash of the one before.</param>
    /// <param name="head">Where the archive stands after it; its hash is not known yet.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>The segment with its hash, and its bytes.</returns>
    public static (ArchiveSegment Segment, byte[] Bytes) Write(string previous, ArchiveHead head, IReadOnlyList<ArchivedRow> rows)
    {
        using MemoryStream bytes = new();
        using (GZipStream packed = new(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            var header = new ArchiveHeader(FormatVersion, previous, rows.Count, head with { Hash = "" });
            JsonSerializer.Serialize(packed, header, ArchiveJson.Rows.ArchiveHeader);
            foreach (var row in rows)
            {
                packed.WriteByte((byte)'\n');
                JsonSerializer.Serialize(packed, row, ArchiveJson.Rows.ArchivedRow);
            }
        }

        var content = bytes.ToArray();
        return (new() { Head = head with { Hash = HashOf(content) }, Previous = previous, Rows = rows }, content);
    }

    /// <summary>Reads a segment.</summary>
    /// <exception cref="InvalidDataException">The bytes are no segment, or not this one.</exception>
    public static ArchiveSegment Read(long number, ReadOnlyMemory<byte> content)
    {
        try
        {
            using MemoryStream inflated = new();
            using (GZipStream packed = new(new MemoryStream(content.ToArray()), CompressionMode.Decompress))
            {
                Inflate(packed, inflated);
            }

            var lines = new ReadOnlySequence<byte>(inflated.GetBuffer(), 0, (int)inflated.Length);
            var header = JsonSerializer.Deserialize(NextLine(ref lines).FirstSpan, ArchiveJson.Rows.ArchiveHeader);
            List<ArchivedRow> rows = [];
            while (!lines.IsEmpty)
            {
                rows.Add(JsonSerializer.Deserialize(NextLine(ref lines).FirstSpan, ArchiveJson.Rows.ArchivedRow)!);
            }

            return header is { Format: FormatVersion, Head: { } head, Previous: not null } && head.Number == number && header.Rows == rows.Count
                ? new() { Head = head with { Hash = HashOf(content.Span) }, Previous = header.Previous, Rows = rows }
                : throw new InvalidDataException($"{NameOf(number)} is not the segment of its name.");
        }
        catch (JsonException fault)
        {
            // The words of the parser may quote what they stumble over.
            throw new InvalidDataException($"{NameOf(number)} has a line at fault near byte {fault.BytePositionInLine}.");
        }
    }

    private static void Inflate(Stream packed, MemoryStream inflated)
    {
        var buffer = new byte[81_920];
        for (var read = packed.Read(buffer); read > 0; read = packed.Read(buffer))
        {
            if (inflated.Length + read > InflatedLimit)
            {
                throw new InvalidDataException("A segment is larger than any segment is.");
            }

            inflated.Write(buffer, 0, read);
        }
    }

    private static ReadOnlySequence<byte> NextLine(ref ReadOnlySequence<byte> lines)
    {
        var end = lines.PositionOf((byte)'\n') ?? lines.End;
        var line = lines.Slice(0, end);
        lines = end.Equals(lines.End) ? lines.Slice(lines.End) : lines.Slice(lines.GetPosition(1, end));
        return line;
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>Where the archive stands: what is in it, and where the pass that is under way goes on.</summary>
internal sealed record ArchiveHead
{
    /// <summary>Before the first segment.</summary>
    public static ArchiveHead None { get; } = new() { IsPassOver = true };

    /// <summary>The last segment; 0 before the first.</summary>
    public long Number { get; init; }

    /// <summary>The last segment's hash; empty before the first.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The pass, from 1.</summary>
    public long Pass { get; init; }

    /// <summary>When the pass began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>From when on the pass takes what was written; null for everything.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How many of <see cref="ArchivedTables.Ranges"/> <see cref="Since"/> holds for; the others are taken in full.</summary>
    public int Known { get; init; }

    /// <summary>Which of <see cref="ArchivedTables.Ranges"/> is next to be read.</summary>
    public int Range { get; init; }

    /// <summary>Where in that range.</summary>
    public string? Continuation { get; init; }

    /// <summary>Whether the pass is through: all that was written before it began is in the archive.</summary>
    public bool IsPassOver { get; init; }
}

/// <summary>The first line of a segment.</summary>
/// <param name="Format">1.</param>
/// <param name="Previous">The hash of the segment before.</param>
/// <param name="Rows">How many lines follow.</param>
/// <param name="Head">Where the archive stood after it, but for its own hash.</param>
internal sealed record ArchiveHeader(int Format, string Previous, int Rows, ArchiveHead Head);

/// <summary>A row as the archive holds it.</summary>
/// <param name="Table">One of <see cref="TableNames"/>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Key">The key.</param>
/// <param name="Json">The document, verbatim.</param>
internal sealed record ArchivedRow(string Table, string Partition, string Key, string Json);
