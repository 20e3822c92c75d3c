using System.Text.RegularExpressions;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>Every route that the functions declare, with parameters as strangers fill them: whatever comes back, it is no failure of ours.</summary>
public sealed partial class OddParametersTests(ApiFixture api) : IClassFixture<ApiFixture>, IAsyncLifetime
{
    private static readonly string[] s_odd =
    [
        "", "-", "%20", "%2F", "..%2F..%2Fx", "%252F", "%5C", "%00", "a%00b", "%0d%0aX:1", "%FF", "%C3%28", "%ED%A0%80", "%F0%9F%98%80", "e%CC%81", "%", "%zz",
        "%27%22%3B--", "%23%3F", "~!$&'()*+,;=:@", "-1", "0", "9223372036854775808", "999999999999999999999999", new('a', 300), new('9', 3_000), string.Concat(Enumerable.Repeat("%C3%A9", 500)),
    ];

    // A pack before the first publication is rightly unavailable.
    public Task InitializeAsync() => api.Host.RunTimerAsync("PublishStatusLists");

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A function, and the role that it lets in; empty when it asks for none.</summary>
    public static TheoryData<string, string, string> Functions()
    {
        TheoryData<string, string, string> data = [];
        foreach (var function in HttpFunction.All)
        {
            data.Add(function.Method, function.Path, function.Access is { Roles: [var role, ..] } ? role : "");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public async Task No_parameter_makes_a_function_fail(string method, string path, string role)
    {
        using var client = api.Host.As(role.Length == 0 ? null : role);
        foreach (var odd in s_odd)
        {
            await AskAsync(client, method, Filled(path, _ => odd), null);
            await AskAsync(client, method, Filled(path, index => index == 0 ? "x" : odd), null);
            await AskAsync(client, method, $"{Filled(path, _ => "x")}?from={odd}&to={odd}&time={odd}&cursor={odd}&{odd}={odd}", null);
        }

        await AskAsync(client, method, path[..(path.IndexOf('{', StringComparison.Ordinal) is var at and >= 0 ? at : path.Length)].TrimEnd('/') + "/x", null);
        foreach (var (type, body) in OddBodies())
        {
            await AskAsync(client, method, Filled(path, _ => "x"), Caller.Bytes(body, type));
        }
    }

    [Theory]
    [InlineData("/dev/outbox/receipts")]
    [InlineData("/dev/outbox/replies")]
    [InlineData("/dev/outbox/settings")]
    [InlineData("/dev/clock")]
    [InlineData("/dev/authorize")]
    [InlineData("/dev/token")]
    public async Task No_form_makes_a_development_page_fail(string path)
    {
        using var client = api.Host.As(null);
        foreach (var (type, body) in OddBodies())
        {
            await AskAsync(client, "POST", path, Caller.Bytes(body, type));
        }

        foreach (var odd in (string[])[.. s_odd, "P99999999D", "P9223372036854775807W", "PT9223372036854775807H"])
        {
            await AskAsync(client, "POST", $"{path}?by={odd}&{odd}", null);
            await AskAsync(client, "GET", $"{path}?by={odd}&client_id={odd}", null);
        }
    }

    private static IEnumerable<(string Type, byte[] Body)> OddBodies() =>
    [
        ("application/json", [.. "{}"u8]),
        ("application/json", [.. "[[[[[[1]]]]]]"u8]),
        ("application/json", [0xff, 0, 1]),
        ("application/x-www-form-urlencoded", [.. "phone=%2B12025550100&text=%00&by=%00"u8]),
        ("application/x-www-form-urlencoded", [.. "%00=%00&%FF=%zz&&=="u8]),
        ("multipart/form-data", [.. "x"u8]),
        ("multipart/form-data; boundary=b", [.. "--b\r\nContent-Disposition: form-data; name=text\r\n\r\nx"u8]),
        ("multipart/form-data; boundary=b", [.. "--b\r\nnonsense"u8]),
    ];

    private static string Filled(string path, Func<int, string> value)
    {
        var index = 0;
        return Parameter().Replace(path, _ => value(index++));
    }

    private static async Task AskAsync(HttpClient client, string method, string path, HttpContent? body)
    {
        var address = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(method), address) { Content = body };
        using var answer = await client.SendAsync(request);
        Assert.True((int)answer.StatusCode < 500, $"{method} {path} was answered with {(int)answer.StatusCode}.");
    }

    [GeneratedRegex(@"\{[^}]*\)?\??\}")]
    private static partial Regex Parameter();
}
