using System.Globalization;
using System.Text;

namespace SecureDocket.Tests.Documents;

/// <summary>Writes a PDF part by part, as soundly or unsoundly as a test wants it.</summary>
internal sealed class PdfDraft
{
    private readonly StringBuilder _file = new();

    /// <param name="header">The first line.</param>
    public PdfDraft(string header = "%PDF-1.7\n") => _file.Append(header);

    /// <summary>Where the next part is written.</summary>
    public int Position => _file.Length;

    public byte[] Bytes => Encoding.Latin1.GetBytes(_file.ToString());

    public PdfDraft Write(string text)
    {
        _file.Append(text);
        return this;
    }

    /// <summary>Writes an object, and returns where it starts.</summary>
    public int Object(int number, string body, int generation = 0)
    {
        var start = Position;
        _file.Append(CultureInfo.InvariantCulture, $"{number} {generation} obj\n{body}\nendobj\n");
        return start;
    }

    /// <summary>Writes a table, and returns where it starts.</summary>
    /// <param name="trailer">The members of its trailer.</param>
    /// <param name="parts">The first number of each part, and its entries; an offset of 0 stands for a free entry.</param>
    public int Table(string trailer, params (int First, int[] Offsets)[] parts)
    {
        var start = Position;
        _file.Append("xref\n");
        foreach (var (first, offsets) in parts)
        {
            _file.Append(CultureInfo.InvariantCulture, $"{first} {offsets.Length}\n");
            foreach (var offset in offsets)
            {
                _file.Append(offset == 0 ? "0000000000 65535 f \n" : Entry(offset));
            }
        }

        _file.Append(CultureInfo.InvariantCulture, $"trailer\n<< {trailer} >>\n");
        return start;
    }

    /// <summary>Writes a stream of cross-references, and returns where it starts. It does not list itself.</summary>
    /// <param name="number">Its own number.</param>
    /// <param name="members">What else its dictionary says.</param>
    /// <param name="entries">The numbers with their kind, offset and generation or index.</param>
    public int Section(int number, string members, params (int Number, int Kind, int Second, int Third)[] entries)
    {
        var data = string.Concat(entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Kind:X2}{entry.Second:X8}{entry.Third:X4}")));
        var index = string.Join(' ', entries.Select(entry => $"{entry.Number} 1"));
        return Object(number, $"<< /Type /XRef /W [1 4 2] /Index [{index}] {members} /Length {data.Length / 2} >>\nstream\n{Encoding.Latin1.GetString(Convert.FromHexString(data))}\nendstream");
    }

    /// <summary>Ends the file, or the state before an update.</summary>
    public PdfDraft End(int start, string end = "%%EOF\n") => Write(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n{end}"));

    /// <summary>An entry of a table.</summary>
    public static string Entry(int offset) => string.Create(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");

    /// <summary>A stream that is not packed.</summary>
    public static string Stream(string content, string members = "") => $"<< {members} /Length {content.Length} >>\nstream\n{content}\nendstream";
}
