using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Pdf;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Documents;

public sealed class PdfIntakeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void A_sound_file_is_accepted_however_its_objects_are_stored(int pages)
    {
        foreach (var file in new[] { TestPdf.WithTable(TestPdf.Objects(pages)), TestPdf.WithStreams(TestPdf.Objects(pages)) })
        {
            var accepted = Accept(file);
            Assert.Empty(accepted.Refusals);
            Assert.Equal(new AcceptedPdf(pages, Convert.ToHexStringLower(SHA256.HashData(file))), accepted.Value);
        }
    }

    [Theory]
    [InlineData("/OpenAction [3 0 R /Fit]")]
    [InlineData("/OpenAction << /S /GoTo /D [3 0 R /Fit] >>")]
    [InlineData("/OpenAction null /Outlines 9 0 R")]
    [InlineData("/AcroForm << /Fields [] >> /URI << >>")]
    [InlineData("/Any [<< /S /URI /URI (https://court.example/a\\)b) >> << /S /URI /URI (HTTP://court.example) >> << /S /URI /URI (mailto:clerk@court.example) >>]")]
    [InlineData("/Any << /S /URI /URI <68747470733A2F2F636f7572742e6578616d706c65> >>")]
    [InlineData("/Any << /S /URI /URI null >> /StructTreeRoot << /Ref [3 0 R] >>")]
    [InlineData("/Lang (en \\(US\\) \\\\) /Note <4A6176615363726970742F4A53> /Title (/JavaScript /Launch)")]
    public void Jumps_links_texts_and_plain_forms_are_harmless(string catalog) =>
        Assert.Empty(Accept(TestPdf.WithTable(TestPdf.Objects(1, catalog))).Refusals);

    [Fact]
    public void What_a_page_s_own_stream_says_is_not_taken_for_structure()
    {
        var content = TestPdf.Stream("", Encoding.ASCII.GetBytes("BT /JavaScript 12 Tf (x) Tj ET"));
        Assert.Empty(Accept(TestPdf.WithTable(TestPdf.Objects(1, page: "/Contents 4 0 R", more: content))).Refusals);
    }

    [Fact]
    public void A_file_that_was_changed_since_is_read_in_its_newest_state()
    {
        var first = Encoding.Latin1.GetString(TestPdf.Of(1));
        var start = first.LastIndexOf("xref\n0", StringComparison.Ordinal);
        var (two, four) = (first.Length, first.Length + "2 0 obj\n<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>\nendobj\n".Length);
        var tail = $"2 0 obj\n<< /Type /Pages /Count 2 /Kids [3 0 R 4 0 R] >>\nendobj\n4 0 obj\n<< /Type /Page /Parent 2 0 R >>\nendobj\n";
        var table = string.Create(CultureInfo.InvariantCulture, $"xref\n2 1\n{two:D10} 00000 n \n4 1\n{four:D10} 00000 n \ntrailer\n<< /Size 5 /Root 1 0 R /Prev {start} >>\nstartxref\n{first.Length + tail.Length}\n%%EOF\n");
        Assert.Equal(2, Accept(Encoding.Latin1.GetBytes(first + tail + table)).Value!.Pages);
    }

    public static TheoryData<string> ActiveCatalogs =>
    [
        "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>",
        "/OpenAction << /S /#4aavaScript /#4A#53 (x) >>",
        "/OpenAction << /S /J#61vaScript >>",
        "/OpenAction << /S /URI /URI (https://elsewhere.example) >>",
        "/OpenAction << /S /GoTo /D [3 0 R] /Next << /S /URI /URI (https://elsewhere.example) >> >>",
        "/OpenAction 4 0 R",
        "/Open#41ction << /S /Named /N /Print >>",
        "/AA << /WC << /S /URI /URI (https://elsewhere.example) >> >>",
        "/A#41 << /WC << /S /Named /N /Print >> >>",
        "/AA 4 0 R",
        "/Names << /JavaScript << /Names [] >> >>",
        "/Names << /EmbeddedFiles << /Names [] >> >>",
        "/AcroForm << /XFA [] >>",
        "/Any << /S /Launch >>",
        "/Any << /S /SubmitForm >>",
        "/Any << /S /ImportData >>",
        "/Any << /S /GoToR >>",
        "/Any << /S /GoToE >>",
        "/Any << /S /Rendition >>",
        "/Any << /S /Thread /D 0 >>",
        "/Any << /S /ResetForm >>",
        "/Any << /Type /XObject /Subtype /PS >>",
        "/Any << /Type /XObject /Subtype /Form /Ref << /F (other.pdf) /Page 0 >> >>",
        "/Any << /Type /XObject /Subtype /Form /Ref 4 0 R >>",
        "/Any << /S /URI /URI (file:///etc/passwd) >>",
        "/Any << /S /URI /URI (javascript:alert(1)) >>",
        "/Any << /S /URI /URI (j\\141vascript:x) >>",
        "/Any << /S /URI /URI ( https://elsewhere.example) >>",
        "/Any << /S /URI /URI (http:) >>",
        "/Any << /S /URI /URI (\njava\\nscript:x) >>",
        "/Any << /S /URI /URI (java\\\nscript:x) >>",
        "/Any << /S /URI /URI (\\\\\\\\elsewhere\\\\notice) >>",
        "/Any << /S /URI /URI (C:/notice.pdf) >>",
        "/Any << /S /URI /URI <FEFF0066> >>",
        "/Any << /S /URI /URI <6A6176617363726970743A78> >>",
        "/Any << /S /URI /URI /notice >>",
        "/Any << /S (JavaScript) >>",
        "/Any << /S <4C61756E6368> >>",
        "/Any << /Subtype (File\\101ttachment) >>",
        "/Any << /S /URI /URI <66696C653A2F2F2F> >>",
        "/Any << /S /URI /#55RI (file:///etc/passwd) >>",
        "/URI << /Base (file:///) >>",
        "/URI << /Base (https://elsewhere.example) >>",
        "/Any [<< /Subtype /RichMedia >>]",
        "/Any [<< /Subtype /3D >>]",
        "/Any [<< /Subtype /Movie >>]",
        "/Any [<< /Subtype /Sound >>]",
        "/Any [<< /Subtype /FileAttachment >>]",
        "/Any << /Type /Filespec /EF << >> >>",
    ];

    [Theory]
    [MemberData(nameof(ActiveCatalogs))]
    public void Active_content_is_found_in_stored_and_packed_objects(string catalog)
    {
        var objects = TestPdf.Objects(1, catalog, more: "<< /S /Named /N /Print >>");
        foreach (var file in new[] { TestPdf.WithTable(objects), TestPdf.WithStreams(objects), TestPdf.WithStreams(objects, "/Obj#53tm") })
        {
            Assert.Equal(["pdf-active"], CodesOf(file));
        }
    }

    [Fact]
    public void Active_content_is_found_where_nothing_refers_to_it_and_where_a_name_is_kept_apart()
    {
        Assert.Equal(["pdf-active"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, more: "<< /S /JavaScript >>"))));
        Assert.Equal(["pdf-active"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/Any << /S 4 0 R >>", more: "/Launch"))));
        Assert.Equal(["pdf-active"], CodesOf(TestPdf.WithStreams(TestPdf.Objects(1, more: "[[[<< /S /Launch >>]]]"))));
    }

    [Fact]
    public void An_address_that_is_kept_apart_is_looked_at_where_it_is()
    {
        Assert.Empty(CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/Any << /S /URI /URI 4 0 R >>", more: "(https://court.example)"))));
        Assert.Equal(["pdf-active"], CodesOf(TestPdf.WithStreams(TestPdf.Objects(1, "/Any << /S /URI /URI 4 0 R >>", more: "(file:///etc/passwd)"))));
        Assert.Equal(["pdf-active"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/URI 4 0 R", more: "<< /Base (https://elsewhere.example) >>"))));
    }

    [Theory]
    [InlineData("/OpenAction << /S /JavaScript /JS (x) >>", "a script and an action that runs by itself. Official forms")]
    [InlineData("/Any << /S /JavaScript /JS (x) >>", "a script. Official forms")]
    [InlineData("/AcroForm << /XFA [] >> /Names << /JavaScript << >> >>", "a script and an XFA form. Official forms")]
    [InlineData("/Names << /EmbeddedFiles << >> >>", "an attached file. Print")]
    [InlineData("/Any << /S /URI /URI (file:///etc/passwd) >>", "a link to something other than a web page, an e-mail address or a phone number. Print")]
    [InlineData("/Any [<< /S /Launch >> << /S /GoToR >> << /S /SubmitForm >>]", "a command that opens a program or a file, a form that sends, loads or resets data and a jump into another file. Print")]
    [InlineData("/Any [<< /Subtype /3D >> << /Subtype /PS >>]", "sound, video or 3D content and PostScript code. Print")]
    [InlineData("/AA << /WC << /S /Named /N /Print >> >>", "an action that runs by itself. Print")]
    public void The_refusal_names_what_was_found_and_what_to_do(string catalog, string named)
    {
        var detail = Assert.Single(Accept(TestPdf.WithStreams(TestPdf.Objects(1, catalog))).Refusals).Detail;
        Assert.StartsWith($"The PDF contains {named}", detail, StringComparison.Ordinal);
        Assert.EndsWith("Print it to a new PDF, which shows the same pages and nothing else.", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Encrypt 4 0 R")]
    [InlineData("/Encrypt << /Filter /Standard >>")]
    [InlineData("/#45ncrypt 4 0 R")]
    public void Encryption_is_named_as_such(string trailer)
    {
        var objects = TestPdf.Objects(1, more: "<< /Filter /Standard /V 2 >>");
        Assert.Equal(["pdf-encrypted"], CodesOf(TestPdf.WithTable(objects, trailer)));
        Assert.Equal(["pdf-encrypted"], CodesOf(TestPdf.WithStreams(objects, trailer: trailer)));
        Assert.Contains("an empty password", Assert.Single(Accept(TestPdf.WithTable(objects, trailer)).Refusals).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1001)]
    [InlineData(10_000)]
    public void Too_many_pages_are_counted_and_not_believed(int pages)
    {
        var objects = TestPdf.Objects(pages);
        objects[1] = objects[1].Replace($"/Count {pages}", "/Count 1", StringComparison.Ordinal);
        Assert.Equal(["pdf-pages"], CodesOf(TestPdf.WithTable(objects)));
        Assert.Equal(["pdf-pages"], CodesOf(TestPdf.WithStreams(objects)));
        objects[0] = objects[0].Replace(">>", "/AA << /WC << /S /Launch >> >> >>", StringComparison.Ordinal);
        Assert.Equal(["pdf-active", "pdf-pages"], CodesOf(TestPdf.WithTable(objects)));
    }

    [Theory]
    [InlineData("2 0 R")]
    [InlineData("3 0 R 3 0 R")]
    [InlineData("9 0 R")]
    [InlineData("<< /Type /Page >>")]
    [InlineData("1 0 R")]
    [InlineData("")]
    public void A_tree_of_pages_that_is_none_is_corrupt(string kids)
    {
        var objects = TestPdf.Objects(1);
        objects[1] = $"<< /Type /Pages /Count 1 /Kids [{kids}] >>";
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(objects)));
    }

    [Fact]
    public void References_and_cross_references_in_a_circle_end()
    {
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/OpenAction 4 0 R", more: ["5 0 R", "4 0 R"]))));
        var text = Encoding.Latin1.GetString(TestPdf.Of(1));
        var start = text.LastIndexOf("xref\n0", StringComparison.Ordinal);
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1), FormattableString.Invariant($"/Prev {start}"))));
    }

    [Fact]
    public void Whatever_is_no_PDF_is_told_so()
    {
        Assert.Equal(["pdf-format"], CodesOf(File.ReadAllBytes(TestPeople.PhotoPath)));
        Assert.Equal(["pdf-format"], CodesOf([]));
        Assert.Equal(["pdf-format"], CodesOf([.. "GIF89a"u8, .. TestPdf.Of(1)]));
        Assert.Equal(["pdf-format"], CodesOf([.. "%PDF-9.0\n%%EOF"u8]));
        Assert.Equal(["document-too-large"], CodesOf(new byte[PdfIntake.MaximumBytes + 1]));
    }

    [Fact]
    public void A_file_that_is_cut_anywhere_or_followed_by_anything_is_corrupt()
    {
        foreach (var file in new[] { TestPdf.WithTable(TestPdf.Objects(2)), TestPdf.WithStreams(TestPdf.Objects(2)) })
        {
            for (var length = 8; length < file.Length - 1; length++)
            {
                Assert.Equal(["pdf-corrupt"], CodesOf(file[..length]));
            }

            Assert.Equal(["pdf-corrupt"], CodesOf([.. file[..(file.Length / 2)], .. "\nstartxref\n0\n%%EOF"u8]));
            foreach (var tail in new[] { "x", "PK\u0003\u0004", "<script>", "\0", "%%EO" })
            {
                Assert.Equal(["pdf-corrupt"], CodesOf([.. file, .. Encoding.Latin1.GetBytes(tail)]));
            }

            Assert.Empty(CodesOf([.. file, .. "\r\n"u8]));
        }
    }

    [Fact]
    public void An_object_that_only_the_cross_references_find_is_corrupt()
    {
        // The script stands in a stream's bytes, and the table leads there.
        var objects = TestPdf.Objects(1, more: "<< /Length 44 >>\nstream\n5 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n  \nendstream");
        var sound = TestPdf.WithTable(objects);
        Assert.Empty(CodesOf(sound));
        var text = Encoding.Latin1.GetString(sound);
        var hidden = text.IndexOf("5 0 obj", StringComparison.Ordinal);
        var table = text.LastIndexOf("xref\n0", StringComparison.Ordinal);
        var changed = text[..table] + text[table..]
            .Replace("xref\n0 5", "xref\n0 6", StringComparison.Ordinal)
            .Replace("trailer", string.Create(CultureInfo.InvariantCulture, $"{hidden:D10} 00000 n \ntrailer"), StringComparison.Ordinal);
        Assert.Equal(["pdf-corrupt"], CodesOf(Encoding.Latin1.GetBytes(changed)));
    }

    [Fact]
    public void Objects_in_a_stream_that_does_not_say_what_it_is_are_corrupt() =>
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithStreams(TestPdf.Objects(1), "/XObject")));

    [Fact]
    public void What_would_exhaust_time_or_memory_is_corrupt()
    {
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/Deep " + new string('[', 100_000) + new string(']', 100_000)))));
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, "/Wide [" + string.Join(' ', Enumerable.Repeat("0", 1_100_000)) + "]"))));
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, more: TestPdf.Stream("/Type /ObjStm /N 0 /First 0", new byte[65 * 1024 * 1024])))));

        // Many objects that all begin at the same place.
        var head = string.Concat(Enumerable.Range(0, 50_000).Select(_ => "9 0 "));
        var body = Encoding.Latin1.GetBytes(head + "(" + new string('x', 1_000_000) + ")");
        Assert.Equal(["pdf-corrupt"], CodesOf(TestPdf.WithTable(TestPdf.Objects(1, more: TestPdf.Stream($"/Type /ObjStm /N 50000 /First {head.Length}", body)))));
    }

    [Fact]
    public void A_cross_reference_may_lead_to_the_blanks_before_its_object_and_never_costs_a_walk_over_them()
    {
        // Were every space before an object walked for every entry, a small file would hold a core for minutes.
        foreach (var spaces in new[] { 0, 2, 3, 1_000_000 })
        {
            var text = Encoding.Latin1.GetString(TestPdf.WithTable(TestPdf.Objects(1, more: [.. Enumerable.Repeat("null", 1000)])));
            var page = text.IndexOf("3 0 obj", StringComparison.Ordinal);
            var table = text.LastIndexOf("xref\n0", StringComparison.Ordinal);
            var moved = new StringBuilder(text[..table]).Append("xref\n0 1004\n0000000000 65535 f \n");
            for (var number = 1; number <= 1003; number++)
            {
                var at = text.IndexOf($"\n{number} 0 obj", StringComparison.Ordinal) + 1;
                moved.Append(CultureInfo.InvariantCulture, $"{(number > 3 ? at + spaces : at):D10} 00000 n \n");
            }

            moved.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size 1004 /Root 1 0 R >>\nstartxref\n{table + spaces}\n%%EOF\n");
            Assert.Empty(CodesOf(Encoding.Latin1.GetBytes(moved.ToString().Insert(page, new string(' ', spaces)))));
        }
    }

    [Fact]
    public void Actions_that_many_refer_to_are_looked_at_once()
    {
        const int Many = 1500;
        var actions = $"<< {string.Concat(Enumerable.Range(0, Many).Select(at => $"/k{at} 5 0 R "))}>>";
        var triggers = $"[{string.Concat(Enumerable.Repeat("<< /AA 4 0 R >>", Many))}]";
        var bytes = TestPdf.WithTable(TestPdf.Objects(1, "", "", actions, "<< /S /GoTo /D [3 0 R /Fit] >>", triggers));
        var budget = new PdfBudget(CancellationToken.None);
        var objects = new PdfObjects(new PdfFile(bytes, budget), budget);
        var read = budget.Values;
        Assert.Equal(PdfActivity.None, new PdfActions(objects, budget).Found);
        Assert.InRange(budget.Values, read + Many, read + (4 * Many));
        Assert.Empty(CodesOf(bytes));
    }

    [Fact]
    public void Reading_ends_when_nobody_waits_for_it_any_more() =>
        Assert.Throws<OperationCanceledException>(() => PdfIntake.Accept(TestPdf.Of(1), new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_changed_byte_makes_it_throw(int seed)
    {
        var random = new Random(seed);
        foreach (var sound in new[] { TestPdf.WithTable(TestPdf.Objects(2, "/Any (text) /OpenAction [3 0 R /Fit]")), TestPdf.WithStreams(TestPdf.Objects(2)) })
        {
            for (var round = 0; round < 3000; round++)
            {
                var file = sound.ToArray();
                for (var change = 0; change <= round % 4; change++)
                {
                    file[random.Next(file.Length)] = (byte)(round % 2 == 0 ? random.Next(256) : "<>[]()/% 0129R"[random.Next(14)]);
                }

                Assert.All(CodesOf(file), code => Assert.Contains(code, (string[])["pdf-format", "pdf-corrupt", "pdf-active", "pdf-encrypted", "pdf-pages"]));
            }
        }
    }

    private static Result<AcceptedPdf> Accept(byte[] file) => PdfIntake.Accept(file, CancellationToken.None);

    private static IEnumerable<string> CodesOf(byte[] file) => Accept(file).Refusals.Select(refusal =>
    {
        Assert.Equal("content", refusal.Field);
        return refusal.Code;
    });
}
