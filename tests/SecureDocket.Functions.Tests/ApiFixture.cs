using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests;

/// <summary>A host in memory for the tests of one class, with a watch on everything that it stores.</summary>
public class ApiFixture : IAsyncLifetime
{
    private TestHost? _host;

    public TestHost Host => _host ?? throw new InvalidOperationException("The fixture is not initialized yet.");

    /// <summary>What the host has written.</summary>
    public StorageWatch Storage { get; } = new(new World());

    /// <summary>Tokens of the host's identity provider, sound and unsound.</summary>
    internal Access.TestTokens Tokens { get; } = new();

    public async Task InitializeAsync() => _host = await StartAsync();

    /// <summary>Starts the host: in memory, unless a fixture does otherwise.</summary>
    protected virtual Task<TestHost> StartAsync() => TestHost.StartAsync(
        Storage.World,
        services =>
        {
            Storage.AddTo(services);
            Tokens.AddTo(services);
        });

    /// <summary>Adds a version to the key for cards, which the host shows at its next look.</summary>
    internal virtual async Task RotateCardKeyAsync()
    {
        using var anyone = Host.As(null);
        (await anyone.PostAsync("/dev/keys/card-signing/rotation", null)).EnsureSuccessStatusCode().Dispose();
    }

    /// <summary>A caller in a role; nobody when null.</summary>
    internal Caller As(string? role) => new(Host.As(role));

    /// <summary>A caller with this Authorization header, well-formed or not.</summary>
    internal Caller With(string authorization)
    {
        var client = Host.As(null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        return new(client);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Tokens.Dispose();
    }
}
