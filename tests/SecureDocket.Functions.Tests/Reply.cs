using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Functions.Problems;
using SecureDocket.Functions.Tests.Contract;
using Xunit;

namespace SecureDocket.Functions.Tests;

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(string Request, int Status, HttpResponseHeaders Headers, string? MediaType, byte[] Bytes)
{
    private static readonly string[] s_problemMembers = ["code", "detail", "errors", "status", "title", "traceId", "type"];

    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? ETag => Headers.TryGetValues("ETag", out var values) ? values.Single() : null;

    /// <summary>The operation of the contract that was called.</summary>
    public Operation? Operation { get; private init; }

    public static async Task<Reply> ReadAsync(HttpRequestMessage request, HttpResponseMessage response) => new(
        $"{request.Method} {request.RequestUri}",
        (int)response.StatusCode,
        response.Headers,
        response.Content.Headers.ContentType?.MediaType,
        await response.Content.ReadAsByteArrayAsync())
    {
        Operation = ApiContract.OperationOf(request.Method, request.RequestUri!.AbsolutePath),
    };

    /// <summary>Holds the answer to a status.</summary>
    public Reply Is(int status)
    {
        Assert.True(Status == status, $"{Request} answered {Status} and not {status}: {Text}");
        return this;
    }

    /// <summary>Holds the answer to a complete RFC 9457 problem of exactly these reasons; the first gives its kind.</summary>
    public Reply IsProblem(int status, params string[] codes)
    {
        Is(status);
        Assert.Equal("application/problem+json", MediaType);
        var problem = Json;
        var kind = ProblemCatalogue.For(codes[0]);
        Assert.Equal(s_problemMembers, Members(problem));
        Assert.Equal(kind.Uri, problem["type"]!.GetValue<string>());
        Assert.Equal(kind.Title, problem["title"]!.GetValue<string>());
        Assert.Equal(status, problem["status"]!.GetValue<int>());
        Assert.Equal(codes[0], problem["code"]!.GetValue<string>());
        Assert.NotEmpty(problem["detail"]!.GetValue<string>());
        Assert.Matches("^[0-9a-f]{32}$", problem["traceId"]!.GetValue<string>());
        var errors = problem["errors"]!.AsArray();
        Assert.Equal(codes.Order(), errors.Select(error => error!["code"]!.GetValue<string>()).Order());
        Assert.All(errors, error => Assert.NotEmpty(error!["detail"]!.GetValue<string>()));
        Assert.DoesNotContain("Exception", Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        return HasSafeHeaders();
    }

    /// <summary>Holds the answer to a 400 that names exactly these members, all at once.</summary>
    public Reply IsInvalid(params string[] fields)
    {
        IsProblem(400, [.. fields.Select(_ => "invalid")]);
        Assert.Equal(fields.Order(), Json["errors"]!.AsArray().Select(error => error!["field"]!.GetValue<string>()).Order());
        return this;
    }

    /// <summary>Holds the answer to what keeps personal data out of caches and browsers from guessing.</summary>
    public Reply HasSafeHeaders()
    {
        Assert.True(Headers.CacheControl is { NoStore: true }, $"{Request} may be cached.");
        Assert.Equal("nosniff", Headers.GetValues("X-Content-Type-Options").Single());
        return this;
    }

    /// <summary>Holds an object to exactly these members.</summary>
    public static JsonObject HasExactly(JsonNode? node, params string[] members)
    {
        var json = node!.AsObject();
        Assert.Equal(members.Order(StringComparer.Ordinal), Members(json));
        return json;
    }

    private static IEnumerable<string> Members(JsonObject json) => json.Select(member => member.Key).Order(StringComparer.Ordinal);
}
