using System.Globalization;
using System.Text;

namespace SecureDocket.LocalHost.Development;

/// <summary>Writes a paper of one page that says that it is invented (ISO 32000-2, section 7.5).</summary>
internal static class SamplePdf
{
    private const string Sample = "SAMPLE. Everybody and everything on this paper is invented.";

    /// <summary>A sound PDF of one letter-size page.</summary>
    /// <param name="title">The headline.</param>
    /// <param name="lines">The lines below it, in characters of Latin-1.</param>
    public static byte[] Of(string title, IEnumerable<string> lines)
    {
        var text = new StringBuilder($"BT\n/F1 20 Tf\n72 700 Td\n{Show(title)}\n/F1 12 Tf\n0 -36 Td\n18 TL\n");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Show(line)}\nT*\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"/F1 9 Tf\n0 -36 Td\n{Show(Sample)}\nET");
        return Of(
        [
            "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            $"<< /Length {Encoding.Latin1.GetByteCount(text.ToString())} >>\nstream\n{text}\nendstream",
        ]);
    }

    private static byte[] Of(IReadOnlyList<string> objects)
    {
        // Latin-1 has a byte for each character, so lengths of the text are offsets of the file.
        var file = new StringBuilder("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        List<int> offsets = [];
        for (var at = 0; at < objects.Count; at++)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{at + 1} 0 obj\n{objects[at]}\nendobj\n");
        }

        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
        {
            file.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    private static string Show(string text) =>
        $"({text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)}) Tj";
}
