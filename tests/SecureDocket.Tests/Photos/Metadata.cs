using MetadataExtractor;

namespace SecureDocket.Tests.Photos;

/// <summary>An independent reader of metadata: what it still finds, intake has left behind.</summary>
internal static class Metadata
{
    private static readonly string[] s_structure = ["JPEG", "JFIF", "Huffman", "File Type", "PNG-IHDR", "PNG-PLTE", "PNG-tRNS"];

    /// <summary>The kinds of metadata beyond the structure that every picture has.</summary>
    public static string[] Kinds(ReadOnlyMemory<byte> picture)
    {
        using var stream = new MemoryStream(picture.ToArray());
        return [.. ImageMetadataReader.ReadMetadata(stream).Select(directory => directory.Name).Except(s_structure)];
    }
}
