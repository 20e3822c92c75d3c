using Xunit;

namespace SecureDocket.Verifier.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly Session _session = new();

    [Theory]
    [InlineData("--help")]
    [InlineData("verify", "--help")]
    [InlineData("pack", "update", "--help", "--pack")]
    public async Task Help_is_given_wherever_it_is_asked_for(params string[] args)
    {
        var answered = await _session.RunAsync(args);
        Assert.Equal((0, ""), (answered.Code, answered.Error));
        foreach (var word in (string[])["verify", "pack update", "pack show", "--pack", "--audience", "--at", "--json", "--anchor", "--trust-first", "64", "65", "69"])
        {
            Assert.Contains(word, answered.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("no command")]
    [InlineData("'judge'", "judge")]
    [InlineData("'pack'", "pack")]
    [InlineData("'pack burn'", "pack", "burn")]
    [InlineData("--loud", "verify", "X", "--loud")]
    [InlineData("--anchor", "verify", "X", "--pack", "P", "--anchor", "A")]
    [InlineData("'Y'", "verify", "X", "Y", "--pack", "P")]
    [InlineData("QR code's text", "verify", "--pack", "P")]
    [InlineData("--pack", "verify", "X")]
    [InlineData("--pack lacks", "verify", "X", "--pack")]
    [InlineData("--pack is given twice", "verify", "X", "--pack", "P", "--pack", "Q")]
    [InlineData("--json is given twice", "verify", "X", "--json", "--json")]
    [InlineData("address", "pack", "update", "--pack", "P")]
    [InlineData("--pack", "pack", "update", "https://example.invalid")]
    [InlineData("--at", "pack", "update", "https://example.invalid", "--pack", "P", "--at", "2026-01-01T00:00:00Z")]
    [InlineData("exclude", "pack", "update", "https://example.invalid", "--pack", "P", "--anchor", "A", "--trust-first")]
    [InlineData("'http://example.invalid'", "pack", "update", "http://example.invalid", "--pack", "P", "--trust-first")]
    [InlineData("'ftp://localhost'", "pack", "update", "ftp://localhost", "--pack", "P", "--trust-first")]
    [InlineData("'localhost'", "pack", "update", "localhost", "--pack", "P", "--trust-first")]
    [InlineData("--trust-first", "pack", "update", "https://example.invalid", "--pack", "no/such/pack")]
    [InlineData("'X'", "pack", "show", "X", "--pack", "P")]
    [InlineData("--pack", "pack", "show")]
    public async Task Wrong_usage_is_named(string named, params string[] args)
    {
        var answered = await _session.RunAsync(args);
        Assert.Equal((64, ""), (answered.Code, answered.Output));
        Assert.Contains(named, answered.Error, StringComparison.Ordinal);
        Assert.Contains("--help", answered.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();
}
