using System.Globalization;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

public sealed class SecurityFileTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Whoever_finds_a_weakness_is_told_whom_to_tell()
    {
        using var client = api.Host.As(null);
        using var answer = await client.GetAsync("/.well-known/security.txt");
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var fields = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(field => field[0], field => field[1]);

        // RFC 9116, sections 2.5.2 to 2.5.5: the two that must be there, and an end that is to come and within a year.
        Assert.Equal("mailto:security@securedocket.example", fields["Contact"]);
        Assert.EndsWith("/.well-known/security.txt", fields["Canonical"], StringComparison.Ordinal);
        var expires = DateTimeOffset.ParseExact(fields["Expires"], "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(expires - api.Host.Clock.GetUtcNow(), TimeSpan.FromDays(30), TimeSpan.FromDays(365));
    }
}
