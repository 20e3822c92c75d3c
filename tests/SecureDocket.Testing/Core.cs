using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Composition;
using SecureDocket.Encryption;
using SecureDocket.Messages;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>The product's own services over tables of the test's, registered as the worker registers them and made when they are asked for.</summary>
public static class Core
{
    /// <summary>Composes them.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="hash">The lookups' hash; null for that of a secret of zeros.</param>
    /// <param name="sms">Under which numbers is texted; null where nothing is.</param>
    /// <param name="provider">Where texts go; null where nothing is sent.</param>
    /// <param name="blobs">The blobs; null for new ones in memory.</param>
    /// <param name="vault">The vault; null for the one that all tests share.</param>
    public static IServiceProvider Over(
        ITables tables, TimeProvider clock, KeyedHash? hash = null, SmsOptions? sms = null, ISms? provider = null, IBlobs? blobs = null,
        IShardKeyVault? vault = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(tables)
            .AddSingleton(blobs ?? new InMemoryBlobs())
            .AddSingleton(clock)
            .AddSingleton(hash ?? new KeyedHash(new byte[32]))
            .AddSingleton(sms ?? new SmsOptions { Senders = [], Contact = "1-800-555-0100" })
            .AddSingleton<IShardKeyVault>(vault ?? new InMemoryShardKeyVault())
            .AddSingleton<Telemetry>();
        if (provider is not null)
        {
            services.AddSingleton(provider);
        }

        return services.AddCore().BuildServiceProvider();
    }

    /// <summary>One of them.</summary>
    public static T Get<T>(this IServiceProvider core)
        where T : notnull => core.GetRequiredService<T>();
}
