using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureDocket.Storage;

namespace SecureDocket.Archive;

/// <summary>One blob of the archive: gzipped lines of JSON with the rows as read, after a header line with the archive's position.</summary>
/// <remarks>
/// Each segment names the hash of the previous one, so the archive is one chain. It also says where the reading continues, so a
/// run that finds a segment under the name it wanted to use continues from there.
/// </remarks>
internal sealed record ArchiveSegment
{
    /// <summary>The media type of its blob.</summary>
    public const string MediaType = "application/gzip";

    private const int FormatVersion = 1;

    // Far more than a blob within its size limit inflates to, unless it was crafted.
    private const int InflatedLimit = 512 * 1024 * 1024;

    /// <summary>The archive's position after this segment.</summary>
    public required ArchiveHead Head { get; init; }

    /// <summary>The hash of the previous segment, 64 lower-case hex digits; empty for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>The rows, in the order they were read.</summary>
    public required IReadOnlyList<ArchivedRow> Rows { get; init; }

    /// <summary>The name of a segment's blob.</summary>
    /// <param name="number">The number, from 1.</param>
    public static string NameOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:D10}.ndjson.gz");

    /// <summary>Creates the segment that follows <paramref name="previous"/>.</summary>
    /// <param name="previous">The hash of the previous segment.</param>
    /// <param name="head">The archive's position after this segment; its hash is not known yet.</param>
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
    /// <exception cref="InvalidDataException">The bytes are not a segment, or not this one.</exception>
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
                : throw new InvalidDataException($"{NameOf(number)} does not contain the segment that its name says.");
        }
        catch (JsonException fault)
        {
            // The parser's message may quote the content.
            throw new InvalidDataException($"{NameOf(number)} has an invalid line near byte {fault.BytePositionInLine}.");
        }
    }

    private static void Inflate(Stream packed, MemoryStream inflated)
    {
        var buffer = new byte[81_920];
        for (var read = packed.Read(buffer); read > 0; read = packed.Read(buffer))
        {
            if (inflated.Length + read > InflatedLimit)
            {
                throw new InvalidDataException("A segment exceeds the size limit.");
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

/// <summary>The position of the archive: its last segment, and where the current pass continues.</summary>
internal sealed record ArchiveHead
{
    /// <summary>The position before the first segment.</summary>
    public static ArchiveHead None { get; } = new() { IsPassOver = true };

    /// <summary>The number of the last segment; 0 before the first.</summary>
    public long Number { get; init; }

    /// <summary>The hash of the last segment; empty before the first.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The pass, from 1.</summary>
    public long Pass { get; init; }

    /// <summary>When the pass began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The pass takes the rows written since this moment; null for all rows.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The number of <see cref="ArchivedTables.Ranges"/> to which <see cref="Since"/> applies; the others are read in full.</summary>
    public int Known { get; init; }

    /// <summary>The index in <see cref="ArchivedTables.Ranges"/> to read next.</summary>
    public int Range { get; init; }

    /// <summary>The continuation within that range.</summary>
    public string? Continuation { get; init; }

    /// <summary>Whether the pass is complete: everything written before it began is in the archive.</summary>
    public bool IsPassOver { get; init; }
}

/// <summary>The first line of a segment.</summary>
/// <param name="Format">1.</param>
/// <param name="Previous">The hash of the segment before.</param>
/// <param name="Rows">The number of lines that follow.</param>
/// <param name="Head">The archive's position after the segment, without the segment's own hash.</param>
internal sealed record ArchiveHeader(int Format, string Previous, int Rows, ArchiveHead Head);

/// <summary>A row in the archive.</summary>
/// <param name="Table">One of <see cref="TableNames"/>.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Key">The key.</param>
/// <param name="Json">The document, verbatim; null for an encrypted one.</param>
internal sealed record ArchivedRow(string Table, string Partition, string Key, string? Json)
{
    /// <summary>The encrypted document, verbatim; null for one that is not encrypted. The wrapped key is never archived.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>The length of the document in characters, of base64 if it is encrypted.</summary>
    [JsonIgnore]
    public int Length => Json?.Length ?? Sealed!.Length * 4 / 3;

    /// <summary>The row as stored.</summary>
    public static ArchivedRow Of(string table, ScannedRow found) => found.Row.Sealed.IsEmpty
        ? new(table, found.Partition, found.Row.Key, found.Row.Json)
        : new(table, found.Partition, found.Row.Key, null) { Sealed = found.Row.Sealed.ToArray() };

    /// <summary>A write that restores the row.</summary>
    public RowWrite Restore() => new(RowWriteKind.Put, Key, Json ?? "", null) { Sealed = Sealed };
}
