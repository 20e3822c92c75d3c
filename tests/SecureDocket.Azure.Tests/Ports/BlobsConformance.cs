using System.Security.Cryptography;
using System.Text;
using SecureDocket.Storage;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.Ports;

/// <summary>What <see cref="IBlobs"/> promises, held by every store behind it.</summary>
public abstract class BlobsConformance
{
    private const string Container = ContainerNames.Photos;

    protected abstract IBlobs Blobs { get; }

    [Theory]
    [InlineData(0, "image/png")]
    [InlineData(1, "image/jpeg")]
    [InlineData(1_048_576, "image/jpeg")]
    public async Task A_blob_comes_back_to_the_byte_with_its_media_type(int length, string mediaType)
    {
        var name = AzuriteFixture.UniqueName();
        var content = RandomNumberGenerator.GetBytes(length);

        Assert.True(await Blobs.AddAsync(Container, name, new Blob(content, mediaType), default));

        var found = (await Blobs.FindAsync(Container, name, default))!;
        Assert.Equal(content, found.Content.ToArray());
        Assert.Equal(mediaType, found.MediaType);
    }

    [Fact]
    public async Task A_blob_has_no_more_than_its_limit()
    {
        var name = AzuriteFixture.UniqueName();
        var content = new byte[StorageLimits.BlobBytes + 1];
        content.AsSpan().Fill(7);

        await Assert.ThrowsAnyAsync<ArgumentException>(() => Blobs.AddAsync(Container, name, new Blob(content, "image/png"), default));
        Assert.Null(await Blobs.FindAsync(Container, name, default));
        Assert.True(await Blobs.AddAsync(Container, name, new Blob(content.AsMemory(1), "image/png"), default));
        Assert.True((await Blobs.FindAsync(Container, name, default))!.Content.Span.SequenceEqual(content.AsSpan(1)));
    }

    [Fact]
    public async Task A_name_is_written_once()
    {
        var name = AzuriteFixture.UniqueName();
        await Blobs.AddAsync(Container, name, Text("first", "image/png"), default);

        Assert.False(await Blobs.AddAsync(Container, name, Text("second", "image/jpeg"), default));

        var found = (await Blobs.FindAsync(Container, name, default))!;
        Assert.Equal(("first", "image/png"), (Encoding.UTF8.GetString(found.Content.Span), found.MediaType));
    }

    [Fact]
    public async Task A_replacement_of_nothing_writes_a_blob_that_must_not_exist()
    {
        var name = AzuriteFixture.UniqueName();

        var version = await Blobs.ReplaceAsync(Container, name, Text("first", "image/png"), null, default);
        Assert.Null(await Blobs.ReplaceAsync(Container, name, Text("second", "image/jpeg"), null, default));

        Assert.NotNull(version);
        await AssertHoldsAsync(name, "first", "image/png", version);
    }

    [Fact]
    public async Task A_replacement_needs_the_present_version()
    {
        var name = AzuriteFixture.UniqueName();
        await Blobs.AddAsync(Container, name, Text("first", "image/png"), default);
        var first = (await Blobs.FindAsync(Container, name, default))!.Version;
        var second = await Blobs.ReplaceAsync(Container, name, Text("second", "image/jpeg"), first, default);

        Assert.NotNull(second);
        Assert.NotEqual(first, second);
        Assert.Null(await Blobs.ReplaceAsync(Container, name, Text("third", "image/png"), first, default));
        await AssertHoldsAsync(name, "second", "image/jpeg", second);
        Assert.NotNull(await Blobs.ReplaceAsync(Container, name, Text("third", "image/png"), second, default));
    }

    [Fact]
    public async Task A_blob_that_is_not_there_cannot_be_replaced()
    {
        var (name, other) = (AzuriteFixture.UniqueName(), AzuriteFixture.UniqueName());
        var version = await Blobs.ReplaceAsync(Container, other, Text("other", "image/png"), null, default);

        Assert.Null(await Blobs.ReplaceAsync(Container, name, Text("a", "image/png"), version, default));
        Assert.Null(await Blobs.FindAsync(Container, name, default));
    }

    [Fact]
    public async Task The_version_that_a_blob_carries_is_no_condition_and_is_not_kept()
    {
        var name = AzuriteFixture.UniqueName();
        var version = await Blobs.ReplaceAsync(Container, name, Text("first", "image/png") with { Version = "mine" }, null, default);
        var found = (await Blobs.FindAsync(Container, name, default))!;

        Assert.Equal(version, found.Version);
        Assert.Null(await Blobs.ReplaceAsync(Container, name, found, null, default));
    }

    [Fact]
    public async Task Writing_the_same_content_again_still_gives_a_new_version()
    {
        var name = AzuriteFixture.UniqueName();
        var first = await Blobs.ReplaceAsync(Container, name, Text("same", "image/png"), null, default);
        var second = await Blobs.ReplaceAsync(Container, name, Text("same", "image/png"), first, default);

        Assert.NotEqual(first, second);
        Assert.Null(await Blobs.ReplaceAsync(Container, name, Text("other", "image/png"), first, default));
    }

    [Fact]
    public async Task A_replacement_is_held_to_the_limit()
    {
        var name = AzuriteFixture.UniqueName();

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            Blobs.ReplaceAsync(Container, name, new Blob(new byte[StorageLimits.BlobBytes + 1], "image/png"), null, default));
        Assert.Null(await Blobs.FindAsync(Container, name, default));
    }

    [Fact]
    public async Task Of_replacements_that_race_for_a_version_exactly_one_wins()
    {
        var name = AzuriteFixture.UniqueName();
        var version = await Blobs.ReplaceAsync(Container, name, Text("start", "image/png"), null, default);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(racer => Task.Run(() =>
            Blobs.ReplaceAsync(Container, name, Text($"{racer}", "image/png"), version, default))));

        var winner = Assert.Single(Enumerable.Range(0, 12), racer => outcomes[racer] is not null);
        await AssertHoldsAsync(name, $"{winner}", "image/png", outcomes[winner]);
    }

    [Fact]
    public async Task What_becomes_of_the_callers_buffer_is_not_in_the_store()
    {
        var name = AzuriteFixture.UniqueName();
        var buffer = "first"u8.ToArray();
        await Blobs.AddAsync(Container, name, new Blob(buffer, "image/png"), default);
        buffer[0] = 0;

        Assert.Equal("first"u8.ToArray(), (await Blobs.FindAsync(Container, name, default))!.Content.ToArray());
    }

    [Fact]
    public async Task A_blob_that_is_not_there_reads_as_null() =>
        Assert.Null(await Blobs.FindAsync(Container, AzuriteFixture.UniqueName(), default));

    [Fact]
    public async Task Of_writes_that_race_for_a_name_exactly_one_wins()
    {
        var name = AzuriteFixture.UniqueName();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(racer => Task.Run(() =>
            Blobs.AddAsync(Container, name, Text($"{racer}", "image/png"), default))));

        var winner = Assert.Single(Enumerable.Range(0, 12), racer => outcomes[racer]);
        Assert.Equal($"{winner}", Encoding.UTF8.GetString((await Blobs.FindAsync(Container, name, default))!.Content.Span));
    }

    [Fact]
    public async Task A_container_that_is_not_there_never_looks_empty()
    {
        var read = await Assert.ThrowsAnyAsync<Exception>(() => Blobs.FindAsync("no-such-container", "a", default));
        var written = await Assert.ThrowsAnyAsync<Exception>(() => Blobs.AddAsync("no-such-container", "a", Text("a", "image/png"), default));

        Assert.IsNotType<DependencyUnavailableException>(read);
        Assert.IsNotType<DependencyUnavailableException>(written);
        foreach (var version in (string?[])[null, "0x1"])
        {
            Assert.IsNotType<DependencyUnavailableException>(await Assert.ThrowsAnyAsync<Exception>(() =>
                Blobs.ReplaceAsync("no-such-container", "a", Text("a", "image/png"), version, default)));
        }
    }

    [Fact]
    public async Task A_caller_who_has_given_up_gets_a_cancellation_and_nothing_is_written()
    {
        var name = AzuriteFixture.UniqueName();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.AddAsync(Container, name, Text("a", "image/png"), gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.ReplaceAsync(Container, name, Text("a", "image/png"), null, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Blobs.FindAsync(Container, name, gone.Token));
        Assert.Null(await Blobs.FindAsync(Container, name, default));
    }

    private async Task AssertHoldsAsync(string name, string text, string mediaType, string? version)
    {
        var found = (await Blobs.FindAsync(Container, name, default))!;
        Assert.Equal((text, mediaType, version), (Encoding.UTF8.GetString(found.Content.Span), found.MediaType, found.Version));
    }

    private static Blob Text(string text, string mediaType) => new(Encoding.UTF8.GetBytes(text), mediaType);
}
