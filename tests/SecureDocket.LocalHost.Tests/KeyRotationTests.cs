using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Encryption;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.LocalHost.Tests;

/// <summary>The local host's keys are rotated as those of a vault are.</summary>
public sealed class KeyRotationTests
{
    [Fact]
    public async Task The_key_that_wraps_shard_keys_is_rotated_and_the_version_before_still_unwraps()
    {
        var folder = Directory.CreateTempSubdirectory("secure-docket-").FullName;
        try
        {
            await using var host = await TestHost.StartAsync(configure: services => services.AddSingleton<IShardKeyVault>(new DevelopmentShardKeys(folder)));
            var vault = host.Services.GetRequiredService<IShardKeyVault>();
            var before = await vault.WrapAsync(new byte[32], default);

            Assert.Equal("docket-shards/2", (string)JsonNode.Parse(await RotateAsync(host, "docket-shards", HttpStatusCode.OK))!["version"]!);

            Assert.Equal(("docket-shards/1", "docket-shards/2"), (before.Version, (await vault.WrapAsync(new byte[32], default)).Version));
            Assert.Equal(new byte[32], await vault.UnwrapAsync(before, default));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_key_that_is_not_the_local_hosts_is_not_rotated()
    {
        await using var host = await TestHost.StartAsync();
        foreach (var name in (string[])["docket-shards", "anchor", "no-such-key"])
            Assert.Contains("docket-shards", await RotateAsync(host, name, HttpStatusCode.NotFound), StringComparison.Ordinal);
    }

    private static async Task<string> RotateAsync(TestHost host, string name, HttpStatusCode expected)
    {
        using var client = host.As(null);
        using var answer = await client.PostAsync($"/dev/keys/{name}/rotation", null);
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
