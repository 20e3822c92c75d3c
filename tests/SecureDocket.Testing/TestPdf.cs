using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SecureDocket.Testing;

/// <summary>Writes PDFs, sound ones and others (ISO 32000-2, section 7.5).</summary>
public static class TestPdf
{
    /// <summary>A sound PDF of empty pages.</summary>
    public static byte[] Of(int pages) => WithTable(Objects(pages));

    /// <summary>The objects of a PDF from number 1 on: the catalog, the tree's root, the pages, and whatever else.</summary>
    public static string[] Objects(int pages, string catalog = "", string page = "", params string[] more) =>
    [
        $"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        $"<< /Type /Pages /Count {pages} /Kids [{string.Join(" ", Enumerable.Range(3, pages).Select(number => $"{number} 0 R"))}] >>",
        .. Enumerable.Repeat($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {page} >>", pages),
        .. more,
    ];

    /// <summary>A file whose objects stand by themselves, with a table of cross-references.</summary>
    public static byte[] WithTable(string[] objects, string trailer = "")
    {
        ArgumentNullException.ThrowIfNull(objects);
        var file = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        var offsets = objects.Select((body, at) => Append(file, at + 1, body)).ToList();
        var start = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>A file whose objects are packed into an object stream, with a stream of cross-references.</summary>
    /// <param name="objects">The objects from number 1 on.</param>
    /// <param name="type">The object stream's type, as it is spelled.</param>
    /// <param name="trailer">What else the stream of cross-references says.</param>
    public static byte[] WithStreams(string[] objects, string type = "/ObjStm", string trailer = "")
    {
        ArgumentNullException.ThrowIfNull(objects);
        var (head, bodies) = (new StringBuilder(), new StringBuilder());
        for (var at = 0; at < objects.Length; at++)
        {
            head.Append(CultureInfo.InvariantCulture, $"{at + 1} {bodies.Length} ");
            bodies.Append(objects[at]).Append('\n');
        }

        var (holder, table) = (objects.Length + 1, objects.Length + 2);
        var file = new StringBuilder("%PDF-1.7\n");
        var held = Append(file, holder, Stream($"/Type {type} /N {objects.Length} /First {head.Length}", Encoding.Latin1.GetBytes($"{head}{bodies}")));
        using var entries = new MemoryStream();
        void Entry(int kind, int second, int third) => entries.Write([(byte)kind, (byte)(second >> 24), (byte)(second >> 16), (byte)(second >> 8), (byte)second, (byte)(third >> 8), (byte)third]);
        Entry(0, 0, 65535);
        for (var at = 0; at < objects.Length; at++)
        {
            Entry(2, holder, at);
        }

        Entry(1, held, 0);
        Entry(1, file.Length, 0);
        var start = Append(file, table, Stream($"/Type /XRef /Size {table + 1} /W [1 4 2] /Root 1 0 R {trailer}", entries.ToArray()));
        file.Append(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>The body of a stream, deflated.</summary>
    public static string Stream(string dictionary, byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return $"<< {dictionary} /Filter /FlateDecode /Length {packed.Length} >>\nstream\n{Encoding.Latin1.GetString(packed.ToArray())}\nendstream";
    }

    private static int Append(StringBuilder file, int number, string body)
    {
        var offset = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{body}\nendobj\n");
        return offset;
    }
}
