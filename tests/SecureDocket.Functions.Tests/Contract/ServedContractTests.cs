using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using SecureDocket.Functions.Problems;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>The contract as the host serves it, and the pages that it names.</summary>
public sealed partial class ServedContractTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task What_is_served_is_the_document_and_may_be_kept()
    {
        using var nobody = api.As(null);
        var reply = (await nobody.GetAsync("/api/v1/openapi.json")).Is(200);
        Assert.Equal("application/json", reply.MediaType);
        Assert.True(JsonNode.DeepEquals(ApiContract.Document, reply.Json));
        Assert.True(reply.Headers.CacheControl!.Public);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/openapi.json") { Headers = { { HeaderNames.IfNoneMatch, reply.ETag } } };
        Assert.Equal(HttpStatusCode.NotModified, (await nobody.Client.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/openapi.json")]
    [InlineData("/api/v1/docs")]
    public async Task It_comes_compressed_for_who_takes_that_and_is_the_same_whatever_the_way(string path)
    {
        using var nobody = api.As(null);
        var plain = (await nobody.GetAsync(path)).Is(200);
        List<string> tags = [plain.ETag!];
        foreach (var (accepted, encoding, decompress) in new (string, string, Func<Stream, Stream>)[]
        {
            ("gzip, deflate, br;q=0.9", "br", stream => new BrotliStream(stream, CompressionMode.Decompress)),
            ("gzip, br;q=0", "gzip", stream => new GZipStream(stream, CompressionMode.Decompress)),
        })
        {
            using var first = await AskAsync(nobody, path, accepted, null);
            Assert.Equal(encoding, Assert.Single(first.Content.Headers.ContentEncoding));
            Assert.Equal(["Accept-Encoding"], first.Headers.Vary);
            Assert.Equal(TimeSpan.FromMinutes(5), first.Headers.CacheControl!.MaxAge);
            var bytes = await first.Content.ReadAsByteArrayAsync();
            Assert.True(bytes.Length < plain.Bytes.Length / 4, $"{bytes.Length} of {plain.Bytes.Length} bytes are left.");
            using var whole = new MemoryStream();
            await using var stream = decompress(new MemoryStream(bytes));
            await stream.CopyToAsync(whole);
            Assert.Equal(plain.Bytes, whole.ToArray());

            var tag = first.Headers.ETag!.ToString();
            using var again = await AskAsync(nobody, path, accepted, tag);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            tags.Add(tag);
        }

        Assert.Equal(3, tags.Distinct().Count());
    }

    [Fact]
    public async Task The_page_shows_every_operation_schema_problem_and_reason_without_script()
    {
        using var nobody = api.As(null);
        var reply = (await nobody.GetAsync("/api/v1/docs")).Is(200);
        var ids = Id().Matches(reply.Text).Select(match => match.Groups["id"].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ApiContract.Operations.Concat(ApiContract.Pages), operation => Assert.Contains(operation.Id, ids));
        Assert.All(ApiContract.Document["components"]!["schemas"]!.AsObject(), schema => Assert.Contains($"schema-{schema.Key}", ids));
        Assert.All(ProblemCatalogue.All, problem => Assert.Contains($"problem-{problem.Code}", ids));
        Assert.All(ApiContract.Document["x-reasons"]!.AsObject(), reason => Assert.Contains($"reason-{reason.Key}", ids));
        Assert.All(Link().Matches(reply.Text).Select(match => match.Groups["id"].Value), link => Assert.Contains(link, ids));

        Assert.DoesNotContain("<script", reply.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("style=", reply.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", reply.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_answers_as_the_document_says()
    {
        using var cardholder = await (await TestCardholder.CreateAsync(api.Host)).SignInAsync();
        foreach (var page in ApiContract.Pages.OrderBy(page => page.Id == "SignOut"))
        {
            using var stranger = new PortalVisitor(api.Host.Address);
            var path = page.Path.Replace("{release}/{path}", "0/portal/look.css", StringComparison.Ordinal);
            foreach (var visitor in new[] { stranger, cardholder })
            {
                using var answer = await visitor.SendAsync(new HttpMethod(page.Method), Parameter().Replace(path, "-"), null);
                var status = $"{(int)answer.StatusCode}";
                Assert.True(page.Responses.ContainsKey(status), $"{page.Id} answers {status}, which is not in the document.");
                if (page.Responses[status]["content"] is { } content)
                {
                    Assert.Contains(answer.Content.Headers.ContentType!.MediaType!, content.AsObject().Select(type => type.Key));
                }
            }
        }
    }

    private static async Task<HttpResponseMessage> AskAsync(Caller caller, string path, string accepted, string? known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(HeaderNames.AcceptEncoding, accepted);
        request.Headers.Add(HeaderNames.IfNoneMatch, known is null ? [] : [known]);
        return await caller.Client.SendAsync(request);
    }

    [GeneratedRegex(" id=\"(?<id>[^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex(" href=\"#(?<id>[^\"]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex(@"\{[A-Za-z]+}")]
    private static partial Regex Parameter();
}
