using System.Globalization;
using System.Text;
using SecureDocket.Testing;

namespace SecureDocket.Tests.Documents;

/// <summary>PDFs that readers may understand differently, or that are sound although they look odd.</summary>
internal static class PdfCorpus
{
    private const string Script = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>";

    /// <summary>Sound files: a reader shows the text "Letter" on each page and does nothing else.</summary>
    public static IEnumerable<(string Name, byte[] File)> Sound =>
    [
        ("case: end then update", Case("pdf-eof-then-update")),
        ("case: printed by a browser", Case("pdf-chrome-print-with-tel-link")),
        ("plain", Plain()),
        ("spaces and a comment in the first line", Plain(header: "%PDF-1.4 %\u00e2\u00e3\n")),
        ("end without a line end, then an update", Updated(end: "%%EOF")),
        ("end with a carriage return, then an update", Updated(end: "%%EOF\r")),
        ("end twice", Updated(end: "%%EOF\n%%EOF\n")),
        ("previous section after blanks", Updated(blanks: 40)),
        ("previous section after other blanks", Updated(blanks: 1500, blank: "\t")),
        ("two updates without line ends", Updated(Updated(end: "%%EOF"), end: "%%EOF")),
        ("a key twice", Plain(catalog: "/Lang (en) /Lang (en)")),
        ("a key twice, spelled differently", Plain(catalog: "/Lang (en) /Lang <65 6E> /MarkInfo << /Marked true >> /Mark#49nfo <</Marked  true>> /Metadata null /Metadata null")),
        ("the type twice", Plain(catalog: "/Type /Catalog /Pages  2 0 R")),
        .. Links.Select(link => ($"link {link}", Plain(page: Link(link)))),
        ("hybrid", Hybrid()),
        ("linearized", Linearized()),
        ("linearized, then updated", Updated(Linearized())),
        ("linearized with another length", Linearized(length: 7)),
        ("a used entry of offset 0", Plain(
            table: letter => letter.Table("/Size 9 /Root 1 0 R", (0, [0, .. letter.Offsets]), (8, [0])),
            change: text => text.Replace("8 1\n0000000000 65535 f", "8 1\n0000000000 00000 n", StringComparison.Ordinal))),
        ("objects in a stream", TestPdf.WithStreams(TestPdf.Objects(2))),
        ("an object of another generation", Generation("5 3 R")),
        ("pages in a tree", Tree(2, 1)),
        ("a form without scripts", Plain(catalog: "/AcroForm << /Fields [] /NeedAppearances false >>")),
    ];

    /// <summary>Addresses that are inert until a person follows them.</summary>
    public static IEnumerable<string> Links =>
    [
        "(tel:+17135550100)", "(TEL:+17135550100)", "(sms:+17135550100)", "<74656C3A31>", "<74 65 6C 3A 3>", "(te\\154:1)", "(https://court.example/a b)", "(mailto:clerk@court.example)",
        "(www.court.example)", "(court.example/notice?id=1:2)", "(court.example:8443/notice)", "(/notice)", "(#page=2)", "(notice.html)", "(//court.example/notice)", "()", "(see 5: notice)",
    ];

    /// <summary>Files that show or do something else in some readers, or that a reader has to repair.</summary>
    public static IEnumerable<(string Name, byte[] File)> Ambiguous =>
    [
        ("case: linearized with a hidden section", Case("pdf-linearized-hidden-xref")),
        ("linearized, and the first section leads to other pages", TwoFaced()),
        ("linearized, and the first page is another", Linearized(page: 9)),
        ("linearized, and the number of pages is another", Linearized(count: 2)),
        ("linearized, and the page's number is none", Linearized(more: "/P 1")),
        ("linearized with a length that is a fraction", Linearized(fraction: ".0")),
        ("linearized, and its end stands in a text", Linearized(more: "/Note (endobj xref)")),
        ("the first object stands in the first line", Plain(header: "%PDF-1.7 8 0 obj << /Linearized 1 >> endobj\n")),
        ("no blank after the version", Plain(header: "%PDF-1.7x\n")),
        ("a table that starts at 1 with a free entry", Plain(table: letter => letter.Table("/Size 6 /Root 1 0 R", (1, [0, .. letter.Offsets[1..]])))),
        ("a table that starts at 1 with the free entry of 0", Plain(table: letter => letter.Table("/Size 6 /Root 1 0 R", (1, [0, .. letter.Offsets])))),
        ("an older table that starts at 1 with a free entry", Updated(Plain(table: letter => letter.Table("/Size 6 /Root 1 0 R", (0, [0, .. letter.Offsets]), (1, [0]))))),
        ("a table to which nothing leads, into a stream", Hidden((draft, hidden) => draft.Table("/Size 7 /Root 1 0 R", (1, [hidden])))),
        ("a section to which nothing leads, into a stream", Hidden((draft, hidden) => draft.Section(9, "/Size 10 /Root 1 0 R", (1, 1, hidden, 0)))),
        ("a section to which nothing leads, into no packed object", Hidden((draft, _) => draft.Section(9, "/Size 10 /Root 1 0 R", (1, 2, 6, 0)))),
        ("an older entry into a stream", Overridden()),
        ("the stream of a hybrid file into a stream", Hybrid(hidden: true)),
        ("the two sections of a hybrid file differ", Hybrid(differs: true)),
        ("the stream of a hybrid file leads elsewhere", Hybrid(previous: "/Prev 9")),
        ("the position of the sections in a comment", Plain(end: "%%EOF\n%startxref 9\n%%EOF\n")),
        ("the position of the sections after a comment", Plain(end: "%%EOF\n", comment: "%1\n")),
        ("the position of the sections far from the end", Plain(end: $"%%EOF\n{new string('\n', 1100)}%%EOF\n")),
        ("no position of the sections after an update", Plain(end: $"%%EOF\n{new string(' ', 1100)}\n6 0 obj\nnull\nendobj\n%%EOF\n")),
        ("no catalog", Plain(table: letter => letter.Table("/Size 6", (0, [0, .. letter.Offsets])))),
        ("a catalog in the trailer", Plain(table: letter => letter.Table("/Size 6 /Root << /Type /Catalog /Pages 2 0 R >>", (0, [0, .. letter.Offsets])))),
        ("fewer objects than there are", Plain(table: letter => letter.Table("/Size 4 /Root 1 0 R", (0, [0, .. letter.Offsets])))),
        ("fewer objects in an older section than there are", Updated(Plain(table: letter => letter.Table("/Size 4 /Root 1 0 R", (0, [0, .. letter.Offsets]))))),
        ("no number of objects", Plain(table: letter => letter.Table("/Root 1 0 R", (0, [0, .. letter.Offsets])))),
        ("an object twice in a table", Plain(table: letter => letter.Table("/Size 6 /Root 1 0 R", (0, [0, .. letter.Offsets]), (2, [letter.Offsets[1]])))),
        ("entries of 19 bytes", Plain(change: text => text.Replace(" n \n", " n\n", StringComparison.Ordinal))),
        ("entries of 21 bytes", Plain(change: text => text.Replace(" n \n", " n \r\n", StringComparison.Ordinal))),
        ("entries with a short offset", Plain(change: text => text.Replace("0000000009 00000 n ", "9 00000 n          ", StringComparison.Ordinal))),
        ("a comment in a table", Plain(change: text => text.Replace("xref\n0 ", "xref\n%1 2\n0 ", StringComparison.Ordinal))),
        ("an object number with a sign", Plain(change: text => text.Replace("5 0 obj", "+5 0 obj", StringComparison.Ordinal).Replace("startxref\n", "startxref\n0", StringComparison.Ordinal))),
        ("a reference of another generation", Generation("5 0 R")),
        ("a reference of another generation to a packed object", TestPdf.WithStreams(TestPdf.Objects(1, "/Any 3 1 R"))),
        ("two values of a key", Plain(catalog: "/Lang (en) /Lang (fr)")),
        ("two values of a key, one empty", Plain(catalog: "/Lang null /Lang (fr)")),
        ("two fractions of a key", Plain(page: "/UserUnit 1.5 /UserUnit 2.5")),
        ("two values of a key in an object stream", TestPdf.WithStreams(TestPdf.Objects(1, "/Lang (en) /Lang (fr)"))),
        ("an escape of letters in a name", Plain(catalog: "/OpenAction << /S /J#M1vaScript >>")),
        ("an escape without digits in a name", Plain(catalog: "/Any /C#")),
        ("a zero byte in a name", Plain(catalog: "/OpenAction << /S /GoTo /D [3 0 R] /Any /JavaScript#00x >>")),
        ("more pages than it says", Tree(1, 1)),
        ("fewer pages than it says", Tree(3, 1)),
        ("another number of pages within the tree", Tree(2, 2)),
        ("a page with kids", Plain(page: "/Kids [3 0 R]")),
        ("a catalog that is a stream", Plain(table: letter =>
        {
            var catalog = letter.Draft.Object(6, PdfDraft.Stream("x", "/Type /Catalog /Pages 2 0 R"));
            return letter.Table("/Size 7 /Root 6 0 R", (0, [0, .. letter.Offsets, catalog]));
        })),
        ("a catalog behind two references", Plain(table: letter =>
        {
            var catalog = letter.Draft.Object(6, "1 0 R");
            return letter.Table("/Size 7 /Root 6 0 R", (0, [0, .. letter.Offsets, catalog]));
        })),
        ("a page that is a stream", Plain(table: letter =>
        {
            var (page, root) = (letter.Draft.Object(6, PdfDraft.Stream("x", "/Type /Page /Parent 7 0 R /MediaBox [0 0 9 9]")), letter.Draft.Object(7, "<< /Type /Pages /Count 1 /Kids [6 0 R] >>"));
            return letter.Table("/Size 9 /Root 8 0 R", (0, [0, .. letter.Offsets, page, root, letter.Draft.Object(8, "<< /Type /Catalog /Pages 7 0 R >>")]));
        })),
        ("an object with an enormous number", Plain(table: letter => letter.Table("/Size 9000009 /Root 1 0 R", (0, [0, .. letter.Offsets]), (9_000_000, [letter.Draft.Object(9_000_000, "null")])))),
        ("a packed stream", Packed("3 0 ", "<< /Length 1 >> stream\nx\nendstream")),
        ("a packed object that no number names", Packed("3 0 ", "null << /Type /Catalog >>")),
        ("a packed object twice", Packed("3 0 3 0 ", "null")),
        ("packed objects that are cut", Plain(table: letter =>
        {
            var whole = TestPdf.Stream("/Type /ObjStm /N 1 /First 4", Encoding.Latin1.GetBytes("3 0 (" + string.Concat(Enumerable.Range(0, 500).Select(at => at * at)) + ")"));
            var data = whole[(whole.IndexOf("stream\n", StringComparison.Ordinal) + 7)..whole.LastIndexOf("\nendstream", StringComparison.Ordinal)];
            var stream = letter.Draft.Object(6, PdfDraft.Stream(data[..^6], "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"));
            return letter.Table("/Size 7 /Root 1 0 R", (0, [0, .. letter.Offsets, stream]));
        })),
        ("packed objects behind parameters kept apart", Packed("3 0 ", "null", "/DecodeParms 1 0 R")),
        ("packed objects behind short parameters", Packed("3 0 ", "null", "/DP << /Predictor 12 >>")),
        ("a section that is cut", Cut("/Index [1 9]")),
        ("a section with an unknown kind", Cut("/Index [1 1]", "\u0003\0\0\0\u0009\0\0")),
        ("a used entry of number 0", Cut("/Index [0 1]", "\u0001\0\0\0\u0009\0\0")),
    ];

    /// <summary>The texts of a link annotation with an address.</summary>
    public static string Link(string address) => $"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI {address} >> >>]";

    /// <summary>A letter of one page.</summary>
    public static byte[] Plain(
        string header = "%PDF-1.7\n", string catalog = "", string page = "", Func<Letter, int>? table = null, string end = "%%EOF\n", string comment = "", Func<string, string>? change = null)
    {
        var letter = new Letter(header, "Letter", catalog, page);
        var start = (table ?? (all => all.Table("/Size 6 /Root 1 0 R", (0, [0, .. all.Offsets]))))(letter);
        var text = Encoding.Latin1.GetString(letter.Write(FormattableString.Invariant($"startxref\n{comment}{start}\n{end}")).Bytes);
        return Encoding.Latin1.GetBytes(change is null ? text : change(text));
    }

    private static byte[] Case(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "cases", "pdf", $"{name}.pdf"));

    /// <summary>A file with an update of its catalog.</summary>
    private static byte[] Updated(byte[]? file = null, string end = "%%EOF\n", int blanks = 0, string blank = " ")
    {
        var first = Encoding.Latin1.GetString(file ?? Plain());
        var old = int.Parse(first[(first.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0], CultureInfo.InvariantCulture);
        if (blanks > 0)
        {
            // The blanks stand before the table, and both positions lead to their beginning.
            first = first.Insert(old, string.Concat(Enumerable.Repeat(blank, blanks)));
        }

        var draft = new PdfDraft(first[..first.LastIndexOf("%%EOF", StringComparison.Ordinal)] + end);
        var catalog = draft.Object(1, "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>");
        return draft.End(draft.Table(FormattableString.Invariant($"/Size 20 /Root 1 0 R /Prev {old}"), (1, [catalog]))).Bytes;
    }

    /// <summary>A linearized letter: the section at the beginning is the newest and leads to the one at the end.</summary>
    private static byte[] Linearized(int page = 3, int count = 1, int length = 0, string fraction = "", string more = "")
    {
        byte[] Write(int size, int main, int[] letter)
        {
            var draft = new PdfDraft();
            var first = draft.Object(8, string.Create(CultureInfo.InvariantCulture, $"<< /Linearized 1 /L {size + length:D6}{fraction} /H [500 20] /O {page} /E 900 /N {count} /T {main:D6} {more} >>"));
            var start = draft.Table(string.Create(CultureInfo.InvariantCulture, $"/Size 10 /Root 1 0 R /Prev {main:D6}"), (3, [.. letter[2..5]]), (8, [first]), (9, [letter[5]]));
            draft.End(0);
            var parts = new Letter(draft, "Letter", "", "");
            var other = draft.Object(9, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>");
            var end = draft.Table("/Size 3 /Root 1 0 R", (0, [0, .. parts.Offsets[..2]]));
            draft.End(start);
            return size > 0 ? draft.Bytes : Write(draft.Position, end, [.. parts.Offsets, other]);
        }

        return Write(0, 0, [1, 1, 1, 1, 1, 1]);
    }

    /// <summary>A file whose first section is sound and leads to one letter, and the last to another.</summary>
    private static byte[] TwoFaced()
    {
        byte[] Write(int size, int[] hidden)
        {
            var draft = new PdfDraft();
            var first = draft.Object(8, string.Create(CultureInfo.InvariantCulture, $"<< /Linearized 1 /L {size:D6} /H [500 20] /O 13 /E 900 /N 1 /T 100 >>"));
            draft.Table("/Size 16 /Root 11 0 R", (0, [0]), (8, [first]), (11, hidden));
            draft.End(0);
            var shown = new Letter(draft, "Letter", "", "");
            var other = new Letter(draft, "HIDDEN", "", "", 11);
            draft.End(draft.Table("/Size 16 /Root 1 0 R", (0, [0, .. shown.Offsets]), (8, [first]), (11, other.Offsets)));
            return size > 0 ? draft.Bytes : Write(draft.Position, other.Offsets);
        }

        return Write(0, [1, 1, 1, 1, 1]);
    }

    /// <summary>A letter whose table leaves the content to a stream of cross-references, as office programs write it.</summary>
    private static byte[] Hybrid(bool hidden = false, bool differs = false, string previous = "")
    {
        var letter = new Letter("%PDF-1.5\n", "Letter", "", "");
        var old = letter.Table("/Size 6 /Root 1 0 R", (0, [0, .. letter.Offsets[..3], 0, letter.Offsets[4]]));
        letter.End(old);
        var draft = letter.Draft;
        var other = draft.Object(6, PdfDraft.Stream($"8 0 obj {Script} endobj"));
        var script = other + Encoding.Latin1.GetString(draft.Bytes)[other..].IndexOf("8 0 obj", StringComparison.Ordinal);
        var stream = draft.Section(7, $"/Size 9 /Root 1 0 R {previous}", (4, 1, letter.Offsets[3], 0), hidden ? (8, 1, script, 0) : (6, 1, other, 0));
        var table = differs ? draft.Table(FormattableString.Invariant($"/Size 9 /Root 1 0 R /Prev {old} /XRefStm {stream}"), (4, [draft.Object(4, "null")]))
            : draft.Table(FormattableString.Invariant($"/Size 9 /Root 1 0 R /Prev {old} /XRefStm {stream}"), (0, []));
        return draft.End(table).Bytes;
    }

    /// <summary>A letter and a section that leads to a script within a stream, and that nothing refers to.</summary>
    private static byte[] Hidden(Func<PdfDraft, int, int> section)
    {
        var letter = new Letter("%PDF-1.5\n", "Letter", "", "");
        var draft = letter.Draft;
        var stream = draft.Object(6, PdfDraft.Stream($"1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction {Script} >> endobj"));
        var hidden = stream + Encoding.Latin1.GetString(draft.Bytes)[stream..].IndexOf("1 0 obj <<", StringComparison.Ordinal);
        section(draft, hidden);
        return draft.End(draft.Table("/Size 20 /Root 1 0 R", (0, [0, .. letter.Offsets, stream]))).Bytes;
    }

    /// <summary>An older section that leads into a stream, where the newer one does not.</summary>
    private static byte[] Overridden()
    {
        var letter = new Letter("%PDF-1.5\n", "Letter", "", "");
        var draft = letter.Draft;
        var stream = draft.Object(6, PdfDraft.Stream($"1 0 obj << /Type /Catalog /Pages 2 0 R /OpenAction {Script} >> endobj"));
        var hidden = stream + Encoding.Latin1.GetString(draft.Bytes)[stream..].IndexOf("1 0 obj <<", StringComparison.Ordinal);
        var old = draft.Table("/Size 7 /Root 1 0 R", (0, [0, hidden, .. letter.Offsets[1..], stream]));
        draft.End(old);
        return draft.End(draft.Table(FormattableString.Invariant($"/Size 7 /Root 1 0 R /Prev {old}"), (1, [letter.Offsets[0]]))).Bytes;
    }

    /// <summary>A letter with an object of generation 3, and a reference to it.</summary>
    private static byte[] Generation(string reference) => Plain(catalog: $"/Any {reference}", table: letter =>
    {
        // The font stands twice: as an older object of generation 0, and as one of generation 3.
        var font = letter.Draft.Object(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", 3);
        return letter.Draft.Write("").Position is var start && letter.Table("/Size 6 /Root 1 0 R", (0, [0, .. letter.Offsets[..4]])) == start
            ? Replace(letter, start, font) : start;
    }, change: text => text.Replace("/F1 5 0 R", "/F1 5 3 R", StringComparison.Ordinal));

    private static int Replace(Letter letter, int start, int font)
    {
        letter.Draft.End(start);
        var entry = string.Create(CultureInfo.InvariantCulture, $"{font:D10} 00003 n \n");
        var table = letter.Draft.Position;
        letter.Write(FormattableString.Invariant($"xref\n5 1\n{entry}trailer\n<< /Size 6 /Root 1 0 R /Prev {start} >>\n"));
        return table;
    }

    /// <summary>Two pages, one of them in a branch, with the numbers that the root and the branch give.</summary>
    private static byte[] Tree(int root, int branch) => TestPdf.WithTable(
    [
        "<< /Type /Catalog /Pages 2 0 R >>",
        $"<< /Type /Pages /Count {root} /Kids [4 0 R 3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        $"<< /Type /Pages /Parent 2 0 R /Count {branch} /Kids [5 0 R] >>",
        "<< /Type /Page /Parent 4 0 R /MediaBox [0 0 612 792] >>",
    ]);

    /// <summary>A letter and an object stream with a header and content of its own.</summary>
    private static byte[] Packed(string header, string content, string members = "") => Plain(table: letter =>
    {
        var stream = letter.Draft.Object(6, TestPdf.Stream($"/Type /ObjStm /N {header.Split(' ').Length / 2} /First {header.Length} {members}", Encoding.Latin1.GetBytes(header + content)));
        return letter.Table("/Size 7 /Root 1 0 R", (0, [0, .. letter.Offsets, stream]));
    });

    /// <summary>A letter and a section with entries of its own that nothing refers to.</summary>
    private static byte[] Cut(string index, string entries = "") => Plain(table: letter =>
    {
        var section = letter.Draft.Object(6, PdfDraft.Stream(entries, $"/Type /XRef /Size 10 /W [1 4 2] {index}"));
        return letter.Table("/Size 7 /Root 1 0 R", (0, [0, .. letter.Offsets, section]));
    });

    /// <summary>The objects of a letter: catalog, root of the tree, page, content and font.</summary>
    internal sealed class Letter
    {
        public Letter(string header, string text, string catalog, string page)
            : this(new PdfDraft(header), text, catalog, page)
        {
        }

        public Letter(PdfDraft draft, string text, string catalog, string page, int first = 1)
        {
            Draft = draft;
            Offsets =
            [
                draft.Object(first, $"<< /Type /Catalog /Pages {first + 1} 0 R {catalog} >>"),
                draft.Object(first + 1, $"<< /Type /Pages /Count 1 /Kids [{first + 2} 0 R] >>"),
                draft.Object(first + 2, $"<< /Type /Page /Parent {first + 1} 0 R /MediaBox [0 0 612 792] /Contents {first + 3} 0 R /Resources << /Font << /F1 {first + 4} 0 R >> >> {page} >>"),
                draft.Object(first + 3, PdfDraft.Stream($"BT /F1 24 Tf 72 700 Td ({text}) Tj ET")),
                draft.Object(first + 4, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"),
            ];
        }

        public PdfDraft Draft { get; }

        public int[] Offsets { get; }

        public byte[] Bytes => Draft.Bytes;

        public Letter Write(string text)
        {
            Draft.Write(text);
            return this;
        }

        public int Table(string trailer, params (int First, int[] Offsets)[] parts) => Draft.Table(trailer, parts);

        public void End(int start) => Draft.End(start);
    }
}
