using SecureDocket.Credentials;
using SecureDocket.Credentials.Tests.Packs;
using Xunit;

namespace SecureDocket.Verifier.Tests;

public sealed class PackTests : IDisposable
{
    private readonly Session _session = new();

    private TestIssuer Issuer => _session.Issuer;

    [Fact]
    public async Task The_first_pack_is_taken_by_its_anchor()
    {
        var answered = await UpdateAsync(Issuer.Seal(Issuer.Pack(7)), "--anchor", Issuer.Anchor.Public.Thumbprint);
        Assert.Equal((0, ""), (answered.Code, answered.Error));
        Assert.Equal(
            [
                "version     7",
                "made        2026-06-01T12:00:00Z",
                $"issuer      {TestIssuer.Issuer}",
                $"anchor      {Issuer.Anchor.Public.Thumbprint}",
                $"signed by   {Issuer.Lists.Public.Thumbprint}",
                "keys        2 in force, 0 withdrawn",
                "lists       1",
                "policy      public 1 h 0 min, officer 1 d 0 h, partner 6 h 0 min",
            ],
            answered.Output.TrimEnd().Split(Environment.NewLine));
        Assert.Equal(["pack"], FilesKept());
        Assert.Equal(answered.Output, (await _session.RunAsync("pack", "show", "--pack", _session.PackPath)).Output);
    }

    [Fact]
    public async Task The_first_pack_may_be_believed_unseen_and_then_says_what_to_compare()
    {
        var answered = await UpdateAsync(Issuer.Seal(Issuer.Pack()), "--trust-first");
        Assert.Equal(0, answered.Code);
        Assert.Contains($"anchor      {Issuer.Anchor.Public.Thumbprint}", answered.Output, StringComparison.Ordinal);
        Assert.Contains("trusted without verification", answered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_anchor_or_leave_to_trust_the_server_is_not_even_asked()
    {
        await using var server = await PackServer.StartAsync(Issuer.Seal(Issuer.Pack()));
        var answered = await _session.RunAsync("pack", "update", server.Url, "--pack", _session.PackPath);
        Assert.Equal((64, ""), (answered.Code, answered.Output));
        Assert.Empty(server.Asked);
        Assert.Empty(FilesKept());
    }

    [Fact]
    public async Task A_wrong_anchor_is_refused() =>
        await AssertRefusedAsync("unendorsed-key", Issuer.Seal(Issuer.Pack()), "--anchor", Issuer.Lists.Public.Thumbprint);

    [Fact]
    public async Task A_first_pack_that_is_not_sound_is_not_trusted_either()
    {
        var bytes = Issuer.Seal(Issuer.Pack());
        bytes[^1] ^= 1;
        await AssertRefusedAsync("bad-signature", bytes, "--trust-first");
        await AssertRefusedAsync("malformed", bytes[..^1], "--trust-first");
    }

    [Fact]
    public async Task A_pack_from_a_time_that_the_clock_has_not_reached_is_refused() =>
        await AssertRefusedAsync("clock-behind", Issuer.Seal(Issuer.Pack(issuedAt: _session.Clock.GetUtcNow().AddSeconds(61))), "--trust-first");

    [Fact]
    public async Task An_older_pack_is_refused()
    {
        _session.Keep(Issuer.Pack(7));
        await AssertRefusedAsync("older-pack", Issuer.Seal(Issuer.Pack(6, issuedAt: TestIssuer.Now.AddMinutes(1))));
        await AssertRefusedAsync("older-pack", Issuer.Seal(Issuer.Pack(7, issuedAt: TestIssuer.Now.AddMinutes(1))));
    }

    [Fact]
    public async Task A_pack_of_another_issuer_is_refused()
    {
        _session.Keep(Issuer.Pack());
        await AssertRefusedAsync("unknown-issuer", Issuer.Seal(Issuer.Pack(2) with { Issuer = "https://other.example" }));

        using var other = new TestIssuer();
        await AssertRefusedAsync("unendorsed-key", other.Seal(other.Pack(2)));
    }

    [Fact]
    public async Task With_a_pack_in_hand_nothing_else_is_trusted_and_the_way_out_is_named()
    {
        using var other = new TestIssuer();
        await using var server = await PackServer.StartAsync(other.Seal(other.Pack(2)));
        _session.Keep(Issuer.Pack());
        foreach (var more in (string[][])[["--trust-first"], ["--anchor", other.Anchor.Public.Thumbprint]])
        {
            await AssertKeptAsync(64, $"There is a pack at {_session.PackPath} already", server.Url, more);
            await AssertKeptAsync(64, "delete the file", server.Url, more);
        }

        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task A_pack_of_another_anchor_says_how_to_begin_anew_unless_it_is_the_first()
    {
        using var other = new TestIssuer();
        await using var server = await PackServer.StartAsync(other.Seal(other.Pack(2)));
        var first = await _session.RunAsync("pack", "update", server.Url, "--pack", _session.PackPath, "--anchor", Issuer.Anchor.Public.Thumbprint);
        Assert.Equal("The pack is refused: unendorsed-key", first.Error.TrimEnd());

        _session.Keep(Issuer.Pack());
        await AssertKeptAsync(65, $"delete {_session.PackPath} and start over with --anchor", server.Url);
        File.Delete(_session.PackPath);
        Assert.Equal(0, (await _session.RunAsync("pack", "update", server.Url, "--pack", _session.PackPath, "--anchor", other.Anchor.Public.Thumbprint)).Code);
    }

    [Fact]
    public async Task A_tampered_pack_is_refused()
    {
        _session.Keep(Issuer.Pack());
        var bytes = Issuer.Seal(Issuer.Pack(2));
        bytes[^1] ^= 1;
        await AssertRefusedAsync("bad-signature", bytes);
    }

    [Fact]
    public async Task A_pack_by_a_key_that_was_withdrawn_is_refused()
    {
        using var next = new TestKey(KeyUse.Lists);
        File.WriteAllBytes(
            _session.PackPath,
            Issuer.Seal(Issuer.Pack() with { Keys = [next.Public, Issuer.Lists.As(KeyUse.Lists, withdrawn: TestIssuer.Now)], Lists = [] }, next));
        await AssertRefusedAsync("key-withdrawn", Issuer.Seal(Issuer.Pack(2)));
    }

    [Fact]
    public async Task A_pack_in_hand_that_is_broken_is_not_replaced()
    {
        await File.WriteAllTextAsync(_session.PackPath, "broken");
        var answered = await UpdateAsync(Issuer.Seal(Issuer.Pack()));
        Assert.Equal(65, answered.Code);
        Assert.Equal("broken", await File.ReadAllTextAsync(_session.PackPath));
    }

    [Fact]
    public async Task A_card_is_revoked_once_the_pack_says_so()
    {
        _session.Keep(Issuer.Pack(1));
        Assert.Equal(0, (await _session.RunAsync("verify", Issuer.Card(), "--pack", _session.PackPath)).Code);

        Assert.Equal(0, (await UpdateAsync(Issuer.Seal(Issuer.Pack(2, CardState.Revoked)))).Code);
        var answered = await _session.RunAsync("verify", Issuer.Card(), "--pack", _session.PackPath);
        Assert.Equal(1, answered.Code);
        Assert.Contains("revoked", answered.Output, StringComparison.Ordinal);
        Assert.Equal(["pack"], FilesKept());
    }

    [Fact]
    public async Task The_same_pack_again_is_no_fault()
    {
        _session.Keep(Issuer.Pack(2));
        Assert.Equal(0, (await UpdateAsync(Issuer.Seal(Issuer.Pack(2)))).Code);
    }

    [Fact]
    public async Task A_pack_that_the_clock_has_not_reached_is_shown_all_the_same()
    {
        _session.Keep(Issuer.Pack(issuedAt: TestIssuer.Now.AddDays(1)));
        var answered = await _session.RunAsync("pack", "show", "--pack", _session.PackPath);
        Assert.Equal(0, answered.Code);
        Assert.Contains("made        2026-06-02T12:00:00Z, which this clock has not reached", answered.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawn_keys_are_counted_apart()
    {
        _session.Keep(Issuer.Pack() with { Keys = [Issuer.Cards.As(KeyUse.Cards, withdrawn: TestIssuer.Now), Issuer.Lists.Public] });
        Assert.Contains("keys        1 in force, 1 withdrawn", (await _session.RunAsync("pack", "show", "--pack", _session.PackPath)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_pack_cannot_be_shown() => Assert.Equal(65, (await _session.RunAsync("pack", "show", "--pack", _session.PackPath)).Code);

    [Fact]
    public async Task A_file_that_cannot_be_written_is_named_and_leaves_nothing()
    {
        await using var server = await PackServer.StartAsync(Issuer.Seal(Issuer.Pack()));
        foreach (var path in (string[])[_session.PathOf("no/such/folder/pack"), _session.Folder])
        {
            var answered = await _session.RunAsync("pack", "update", server.Url, "--pack", path, "--trust-first");
            Assert.Equal((65, ""), (answered.Code, answered.Output));
            Assert.Contains(path, answered.Error, StringComparison.Ordinal);
        }

        Assert.Empty(FilesKept());
    }

    [Theory]
    [InlineData("", "/api/v1/verifier-pack")]
    [InlineData("/", "/api/v1/verifier-pack")]
    [InlineData("/mirror/pack?day=1", "/mirror/pack?day=1")]
    public async Task An_address_without_a_path_means_the_issuers_own(string path, string asked)
    {
        await using var server = await PackServer.StartAsync(Issuer.Seal(Issuer.Pack()));
        Assert.Equal(0, (await _session.RunAsync("pack", "update", server.Url + path, "--pack", _session.PackPath, "--trust-first")).Code);
        Assert.Equal([asked], server.Asked);
    }

    [Theory]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task Any_answer_but_a_pack_is_none(int status)
    {
        _session.Keep(Issuer.Pack());
        await using var elsewhere = await PackServer.StartAsync(Issuer.Seal(Issuer.Pack(2)));
        await using var server = await PackServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = elsewhere.Url;
            return Task.CompletedTask;
        });
        await AssertKeptAsync(69, $"answered {status}", server.Url);
        Assert.Empty(elsewhere.Asked);
    }

    [Fact]
    public async Task A_server_that_is_not_there_was_not_reached()
    {
        var server = await PackServer.StartAsync([]);
        var url = server.Url;
        await server.DisposeAsync();
        _session.Keep(Issuer.Pack());
        await AssertKeptAsync(69, "not reached", url);
    }

    [Fact]
    public async Task A_body_that_breaks_off_was_not_reached()
    {
        _session.Keep(Issuer.Pack());
        await using var server = await PackServer.StartAsync(async http =>
        {
            http.Response.ContentLength = 1000;
            await http.Response.Body.WriteAsync(new byte[10]);
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        await AssertKeptAsync(69, "not reached", server.Url);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_never_ends_is_given_half_a_minute(bool begins)
    {
        _session.Keep(Issuer.Pack());
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await PackServer.StartAsync(async http =>
        {
            if (begins)
            {
                await http.Response.Body.WriteAsync(new byte[10]);
                await http.Response.Body.FlushAsync();
            }

            asked.SetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        var kept = AssertKeptAsync(69, "did not answer within 30 s", server.Url);
        await asked.Task;
        _session.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(kept.IsCompleted);
        _session.Clock.Advance(TimeSpan.FromSeconds(1));
        await kept;
    }

    [Fact]
    public async Task A_body_without_end_is_refused_at_the_limit()
    {
        _session.Keep(Issuer.Pack());
        await using var server = await PackServer.StartAsync(async http =>
        {
            var some = new byte[1024 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(some);
            }
        });
        await AssertKeptAsync(65, "malformed", server.Url);
    }

    public void Dispose() => _session.Dispose();

    private IEnumerable<string?> FilesKept() => Directory.EnumerateFileSystemEntries(_session.Folder).Select(Path.GetFileName);

    private async Task<Answered> UpdateAsync(byte[] pack, params string[] more)
    {
        await using var server = await PackServer.StartAsync(pack);
        return await _session.RunAsync(["pack", "update", server.Url, "--pack", _session.PackPath, .. more]);
    }

    /// <summary>Refused for this reason, and the pack in hand is still the one before.</summary>
    private async Task AssertRefusedAsync(string reason, byte[] pack, params string[] more)
    {
        await using var server = await PackServer.StartAsync(pack);
        await AssertKeptAsync(65, $"The pack is refused: {reason}", server.Url, more);
    }

    private async Task AssertKeptAsync(int code, string message, string url, params string[] more)
    {
        var before = File.Exists(_session.PackPath) ? await File.ReadAllBytesAsync(_session.PackPath) : null;
        var answered = await _session.RunAsync(["pack", "update", url, "--pack", _session.PackPath, .. more]);
        Assert.Equal((code, ""), (answered.Code, answered.Output));
        Assert.Contains(message, answered.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.Exists(_session.PackPath) ? await File.ReadAllBytesAsync(_session.PackPath) : null);
        Assert.Equal(before is null ? [] : ["pack"], FilesKept());
    }
}
