using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Encryption;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Documents;

/// <summary>Uploads of documents, and what they leave behind.</summary>
internal static class TestDocuments
{
    public const string Title = "Notice of hearing, courtroom 3";

    public static string Path(string cardholderId) => $"/api/v1/cardholders/{cardholderId}/documents";

    /// <summary>The form of a sound document, under a boundary of its own; a field that is null is left out.</summary>
    public static MultipartFormDataContent Form(
        byte[]? content, string? type = "hearing-notice", string? title = Title, string? date = "2026-01-05", string? language = "en", string mediaType = "application/pdf")
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in new[] { ("type", type), ("title", title), ("date", date), ("language", language) })
        {
            if (value is not null)
            {
                form.Add(new StringContent(value), name);
            }
        }

        if (content is not null)
        {
            form.Add(new ByteArrayContent(content) { Headers = { ContentType = new(mediaType) } }, "content", "scan of Miron.pdf");
        }

        return form;
    }

    /// <summary>Adds a document; gives its id.</summary>
    public static async Task<string> AddAsync(Caller officer, string cardholderId, byte[] content)
    {
        using var form = Form(content);
        return (await officer.PostAsync(Path(cardholderId), form)).Is(201).Json["documentId"]!.GetValue<string>();
    }

    public static HttpRequestMessage Request(string cardholderId, byte[] content, string key) =>
        new(HttpMethod.Post, Path(cardholderId)) { Content = Form(content), Headers = { { "Idempotency-Key", key } } };

    /// <summary>How often each kind of event is in a docket's journal.</summary>
    public static async Task<int> EventsAsync(TestHost host, string cardholderId, string kind)
    {
        var rows = await host.Services.GetRequiredService<ITables>().RowsAsync(
            cardholderId, "~event|", "~event}", host.Services.GetRequiredService<IShardKeyVault>());
        return rows.Count(row => JsonDocument.Parse(row.Json).RootElement.GetProperty("kind").GetString() == kind);
    }
}
