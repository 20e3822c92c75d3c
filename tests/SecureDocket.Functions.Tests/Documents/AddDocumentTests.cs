using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Pdf;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Documents;

public sealed class AddDocumentTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Theory]
    [InlineData("Enrollment.Officer")]
    [InlineData("Field.Officer")]
    [InlineData("Court.Registrar")]
    public async Task A_document_is_kept_byte_for_byte_and_named_in_the_docket(string role)
    {
        var id = await EnrollAsync();
        using var caller = api.As(role);
        var pdf = TestPdf.Of(3);
        using var form = TestDocuments.Form(pdf, title: "  Aviso de audiencia — إشعار  ", language: "zh-Hans");
        var added = (await caller.PostAsync(TestDocuments.Path(id), form)).Is(201).HasSafeHeaders().Json;
        Reply.HasExactly(added, "documentId", "type", "title", "date", "language", "bytes", "pages", "sha256", "addedAt", "addedBy");
        Assert.Equal("Aviso de audiencia — إشعار", added["title"]!.GetValue<string>());
        Assert.Equal(("hearing-notice", "2026-01-05", "zh-Hans"), (added["type"]!.GetValue<string>(), added["date"]!.GetValue<string>(), added["language"]!.GetValue<string>()));
        Assert.Equal((pdf.Length, 3, role), (added["bytes"]!.GetValue<int>(), added["pages"]!.GetValue<int>(), added["addedBy"]!.GetValue<string>()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(pdf)), added["sha256"]!.GetValue<string>());
        Assert.Equal(api.Host.Clock.GetUtcNow(), added["addedAt"]!.GetValue<DateTimeOffset>());

        using var officer = api.As("Field.Officer");
        var listed = (await officer.GetAsync(TestDocuments.Path(id))).Is(200).HasSafeHeaders().Json["documents"]!.AsArray();
        Assert.Equal(added.ToJsonString(), Assert.Single(listed)!.ToJsonString());
        Assert.Equal(1, await TestDocuments.EventsAsync(api.Host, id, "document-added"));
    }

    [Fact]
    public async Task A_fetched_document_is_a_file_to_save_and_a_disclosure()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Field.Officer");
        var pdf = TestPdf.Of(1);
        var document = await TestDocuments.AddAsync(officer, id, pdf);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{TestDocuments.Path(id)}/{document}/content");
        using var answer = await officer.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(pdf, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=hearing-notice-2026-01-05.pdf; filename*=UTF-8''hearing-notice-2026-01-05.pdf", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal("sandbox; default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(answer.Headers.CacheControl is { NoStore: true });
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());

        api.Host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await officer.GetAsync(TestDocuments.Path(id));
        using var auditor = api.As("Docket.Auditor");
        var looks = (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).Json["disclosures"]!.AsArray()
            .Where(look => look!["purpose"]!.GetValue<string>() == "documentService").ToList();
        Assert.Equal(["""["document"]""", """["documents"]"""], looks.Select(look => look!["fields"]!.ToJsonString()));
        Assert.Equal(document, looks[0]!["subject"]!.GetValue<string>());
        Assert.DoesNotContain("Notice", looks[0]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_key_answers_the_same_whatever_the_boundary_and_no_other_upload()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        var key = Guid.NewGuid().ToString();
        async Task<Reply> PostAsync(byte[] pdf, string title = TestDocuments.Title)
        {
            using var form = TestDocuments.Form(pdf, title: title);
            return await officer.PostAsync(TestDocuments.Path(id), form, key);
        }

        var first = (await PostAsync(TestPdf.Of(1))).Is(201).Text;
        Assert.Equal(first, (await PostAsync(TestPdf.Of(1))).Is(201).Text);
        (await PostAsync(TestPdf.Of(2))).IsProblem(422, "idempotency-key-reused");
        (await PostAsync(TestPdf.Of(1), "Another")).IsProblem(422, "idempotency-key-reused");
        Assert.Equal(1, await TestDocuments.EventsAsync(api.Host, id, "document-added"));
    }

    public static TheoryData<string, int, byte[]> BadFiles => new()
    {
        { "pdf-format", 415, File.ReadAllBytes(TestPeople.PhotoPath) },
        { "pdf-corrupt", 422, TestPdf.Of(1)[..200] },
        { "pdf-corrupt", 422, [.. TestPdf.Of(1), .. "<script>"u8] },
        { "pdf-encrypted", 422, TestPdf.WithTable(TestPdf.Objects(1), "/Encrypt 9 0 R") },
        { "pdf-active", 422, TestPdf.WithStreams(TestPdf.Objects(1, "/OpenAction << /S /J#61vaScript /JS (x) >>")) },
        { "pdf-pages", 422, TestPdf.WithStreams(TestPdf.Objects(10_000)) },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_is_not_kept_stores_nothing(string code, int status, byte[] file)
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        using var form = TestDocuments.Form(file);
        (await officer.PostAsync(TestDocuments.Path(id), form)).IsProblem(status, code);
        Assert.Equal(0, await TestDocuments.EventsAsync(api.Host, id, "document-added"));
    }

    [Fact]
    public async Task A_file_of_twenty_mebibytes_passes_and_a_byte_more_does_not()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        var bare = TestPdf.WithTable(TestPdf.Objects(1, page: "/Contents 4 0 R", more: "<< /Length 00000000 >>\nstream\n\nendstream")).Length;
        byte[] Sized(int size)
        {
            // Twice the count of zeros: once as bytes, and the length keeps its eight digits.
            var padding = size - bare;
            return TestPdf.WithTable(TestPdf.Objects(1, page: "/Contents 4 0 R", more: $"<< /Length {padding:D8} >>\nstream\n{new string('0', padding)}\nendstream"));
        }

        var extra = Sized(PdfIntake.MaximumBytes).Length - PdfIntake.MaximumBytes;
        var largest = Sized(PdfIntake.MaximumBytes - extra);
        Assert.Equal(PdfIntake.MaximumBytes, largest.Length);
        using var form = TestDocuments.Form(largest);
        var added = (await officer.PostAsync(TestDocuments.Path(id), form)).Is(201).Json;
        var fetched = await officer.GetAsync($"{TestDocuments.Path(id)}/{added["documentId"]}/content");
        Assert.True(largest.AsSpan().SequenceEqual(fetched.Is(200).Bytes));

        using var tooLarge = TestDocuments.Form([.. largest, (byte)'\n']);
        (await officer.PostAsync(TestDocuments.Path(id), tooLarge)).IsProblem(413, "document-too-large");
    }

    [Fact]
    public async Task Every_fault_of_the_form_is_named_at_once_and_nothing_is_stored()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        var writes = api.Storage.Writes;
        async Task<Reply> PostAsync(MultipartFormDataContent form, string? key = null)
        {
            using (form)
            {
                return await officer.PostAsync(TestDocuments.Path(id), form, key);
            }
        }

        (await PostAsync(TestDocuments.Form(null, null, "x", null, null))).IsInvalid("type", "date", "language", "content");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), "letter", "two\nlines", "2026-02-30", "English"))).IsInvalid("type", "title", "date", "language");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), title: new string('x', 121)))).IsInvalid("title");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), title: new string('x', 2000)))).IsInvalid("title");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), title: "   "))).IsInvalid("title");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), title: "a\u2028b"))).IsInvalid("title");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), date: $"{api.Host.Clock.GetUtcNow().AddDays(2):yyyy-MM-dd}"))).IsInvalid("date");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1)), key: "")).IsProblem(400, "idempotency-key-required");
        (await PostAsync(TestDocuments.Form(TestPdf.Of(1), mediaType: "text/html"))).IsProblem(415, "unsupported-media-type");
        var twice = TestDocuments.Form(TestPdf.Of(1));
        twice.Add(new StringContent("en"), "language");
        twice.Add(new StringContent("x"), "aNumber");
        twice.Add(new ByteArrayContent(TestPdf.Of(1)) { Headers = { ContentType = new("application/pdf") } }, "content", "b.pdf");
        (await PostAsync(twice)).IsInvalid("language", "aNumber", "content");
        (await officer.PostAsync(TestDocuments.Path(id), Caller.Bytes(TestPdf.Of(1), "application/pdf"))).IsProblem(415, "unsupported-media-type");
        (await officer.PostAsync(TestDocuments.Path(id), Caller.Bytes([1], "multipart/form-data"))).IsProblem(415, "unsupported-media-type");
        Assert.Equal(writes, api.Storage.Writes);
        using var form = TestDocuments.Form(TestPdf.Of(1));
        (await officer.PostAsync(TestDocuments.Path("AAAAAAAAAAAAAAAAAAAAAA"), form)).IsProblem(404, "no-such-cardholder");
    }

    [Fact]
    public async Task A_form_that_is_cut_anywhere_records_nothing_and_is_told_so()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        using var form = TestDocuments.Form(TestPdf.Of(1));
        var whole = await form.ReadAsByteArrayAsync();
        var writes = api.Storage.Writes;
        for (var length = 0; length < whole.Length - 4; length += 7)
        {
            var reply = await officer.PostAsync(TestDocuments.Path(id), Caller.Bytes(whole[..length], form.Headers.ContentType!.ToString()));
            reply.IsProblem(400, "upload-cut");
        }

        Assert.Equal(writes, api.Storage.Writes);
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_records_nothing()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        using var form = TestDocuments.Form(TestPdf.Of(1));
        var whole = await form.ReadAsByteArrayAsync();
        var address = officer.Client.BaseAddress!;
        using (var socket = new TcpClient(address.Host, address.Port))
        {
            var stream = socket.GetStream();
            var head = $"POST {TestDocuments.Path(id)} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: {officer.Client.DefaultRequestHeaders.Authorization}\r\n"
                + $"Idempotency-Key: cut\r\nContent-Type: {form.Headers.ContentType}\r\nContent-Length: {whole.Length}\r\n\r\n";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
            await stream.WriteAsync(whole.AsMemory(0, whole.Length / 2));
            socket.Client.Shutdown(SocketShutdown.Send);

            // Told so, or cut off in turn; the server has then done with it.
            try
            {
                Assert.DoesNotContain(" 201 ", await new StreamReader(stream).ReadToEndAsync(), StringComparison.Ordinal);
            }
            catch (IOException reset) when (reset.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
            {
                // Cut off with what it had not read yet.
            }
        }

        Assert.Empty((await officer.GetAsync(TestDocuments.Path(id))).Is(200).Json["documents"]!.AsArray());
    }

    [Fact]
    public async Task A_withdrawn_document_is_listed_and_shown_to_nobody()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        var document = $"{TestDocuments.Path(id)}/{await TestDocuments.AddAsync(officer, id, TestPdf.Of(1))}";
        (await officer.PostAsync($"{document}/withdrawal", new JsonObject { ["reason"] = "bored", ["why"] = "x" })).IsInvalid("reason", "why");
        var withdrawn = (await officer.PostAsync($"{document}/withdrawal", new JsonObject { ["reason"] = "wrong-person" })).Is(200).Json.ToJsonString();
        Assert.Contains("wrong-person", withdrawn, StringComparison.Ordinal);
        Assert.Equal(withdrawn, (await officer.PostAsync($"{document}/withdrawal", new JsonObject { ["reason"] = "wrong-person" })).Is(200).Json.ToJsonString());
        (await officer.PostAsync($"{document}/withdrawal", new JsonObject { ["reason"] = "superseded" })).IsProblem(409, "document-withdrawn");
        (await officer.GetAsync($"{document}/content")).IsProblem(409, "document-withdrawn");
        Assert.Equal(withdrawn, Assert.Single((await officer.GetAsync(TestDocuments.Path(id))).Json["documents"]!.AsArray())!.ToJsonString());
        Assert.Equal(1, await TestDocuments.EventsAsync(api.Host, id, "document-withdrawn"));
        foreach (var unknown in new[] { new string('0', 32), "x" })
        {
            (await officer.GetAsync($"{TestDocuments.Path(id)}/{unknown}/content")).IsProblem(404, "no-such-document");
            (await officer.PostAsync($"{TestDocuments.Path(id)}/{unknown}/withdrawal", new JsonObject { ["reason"] = "unreadable" })).IsProblem(404, "no-such-document");
        }
    }

    [Fact]
    public async Task A_docket_holds_two_hundred_documents_and_a_withdrawal_makes_room()
    {
        var id = await EnrollAsync();
        using var officer = api.As("Enrollment.Officer");
        var first = await TestDocuments.AddAsync(officer, id, TestPdf.Of(1));
        var dockets = api.Host.Services.GetRequiredService<DocketStore>();
        _ = CardholderId.TryParse(id, out var cardholder);
        for (var at = 1; at < AddDocument.LiveLimit; at += 50)
        {
            var docket = (await dockets.LoadAsync(cardholder, default))!;
            var more = Enumerable.Range(at, Math.Min(50, AddDocument.LiveLimit - at)).Select(_ => docket.Documents[0] with { Id = OperationId.New().Value }).ToList();
            Assert.NotNull(await dockets.CommitAsync(docket, new DocketChange("document-added") { Documents = more }, new("Field.Officer", "test"), OperationId.New(), default));
        }

        using var form = TestDocuments.Form(TestPdf.Of(1));
        (await officer.PostAsync(TestDocuments.Path(id), form)).IsProblem(409, "document-limit");
        (await officer.PostAsync($"{TestDocuments.Path(id)}/{first}/withdrawal", new JsonObject { ["reason"] = "superseded" })).Is(200);
        await TestDocuments.AddAsync(officer, id, TestPdf.Of(1));
    }

    private async Task<string> EnrollAsync()
    {
        using var officer = api.As("Enrollment.Officer");
        return await TestPeople.EnrollAsync(officer.Client);
    }
}
