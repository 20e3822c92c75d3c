using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Archive;
using SecureDocket.Azure;
using SecureDocket.Cards;
using SecureDocket.Composition;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Recovery;

/// <summary>Creates what the commands use from the worker's settings; settings that a rebuild does not need may be missing.</summary>
internal sealed class Composition
{
    private readonly IConfigurationSection _section;
    private readonly TimeProvider _clock;
    private readonly IShardKeyVault? _shardKeys;
    private readonly AzureClients _target;

    /// <summary>Reads the addresses of storage and vault. No I/O.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="archive">The account of the archive; null for that of the settings.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="shardKeys">What unwraps shard keys; null for what the settings name.</param>
    /// <exception cref="Failure">A setting is missing or invalid.</exception>
    public Composition(IConfiguration configuration, string? archive, TimeProvider clock, IShardKeyVault? shardKeys)
    {
        _shardKeys = shardKeys;
        _section = configuration.GetSection("SecureDocket");
        _clock = clock;
        // With the archive's address on the command line, its setting is not needed.
        var address = archive?.StartsWith("https://", StringComparison.Ordinal) == true ? archive : null;
        var settings = new AzureSettings
        {
            ConnectionString = _section["Storage:ConnectionString"],
            TableEndpoint = _section["Storage:TableEndpoint"],
            BlobEndpoint = _section["Storage:BlobEndpoint"],
            JournalEndpoint = address ?? _section["Storage:JournalEndpoint"],
            VaultUri = _section["Vault:Uri"],
        };
        var faults = settings.Faults().Select(fault => $"SecureDocket:{fault}").ToList();
        if (faults.Count > 0)
        {
            throw new Failure(ExitCode.Usage, string.Join(Environment.NewLine, faults));
        }

        _target = Clients(settings);
        var source = archive switch
        {
            null => _target,
            _ when address is not null => Clients(settings with { ConnectionString = null, BlobEndpoint = address }),
            _ => Clients(settings with { ConnectionString = configuration[archive] ?? throw Failure.Usage("--archive is neither an https address nor the name of a variable.") }),
        };
        Archive = new(source.Blobs());
        KeyCopies = new(source.Blobs());
    }

    /// <summary>The archive.</summary>
    public JournalArchive Archive { get; }

    /// <summary>The copies of the wrapped docket keys, which lie beside the archive.</summary>
    private KeyCopies KeyCopies { get; }

    /// <summary>The comparison of the tables of the settings with the archive. It opens nothing, so it needs no vault.</summary>
    public CompareTables Compare() => new(Archive, _target.Tables(), new(_target.Tables()), new(_target.Tables()));

    /// <summary>The rebuild into the tables of the settings.</summary>
    /// <exception cref="Failure">The lookup secret or the vault is missing or invalid.</exception>
    public async Task<RebuildTables> RebuildAsync(CancellationToken cancellationToken)
    {
        var secret = new byte[64];
        if (!Convert.TryFromBase64String(_section["LookupSecret"] ?? "", secret, out var length) || length < 32)
        {
            throw new Failure(ExitCode.Usage, "SecureDocket:LookupSecret must be 32 to 64 bytes in Base64; without the lost system's own, no one can be found again.");
        }

        if (_section["Cards:Issuer"] is not { Length: > 0 } issuer)
        {
            throw new Failure(ExitCode.Usage, "SecureDocket:Cards:Issuer is missing; the status lists are published under it.");
        }

        var shardKeys = _shardKeys ?? ShardKeys();
        if (_section["Storage:ConnectionString"] is not null)
        {
            // In Azure, the infrastructure creates it.
            await _target.CreateStorageAsync(cancellationToken);
        }

        return new ServiceCollection()
            .AddSingleton(_clock)
            .AddSingleton<ITables>(_target.Tables())
            .AddSingleton<IBlobs>(_target.Blobs())
            .AddSingleton(shardKeys)
            .AddSingleton(new KeyedHash(secret[..length]))
            .AddSingleton(new CardOptions
            {
                Issuer = issuer.TrimEnd('/'),
                PortalUrl = "",
                LossContact = "",
                StatusLists = (_section["Cards:StatusLists"] ?? "1,2,3,4").Split(',', StringSplitOptions.TrimEntries),
            })
            .AddSingleton<Telemetry>()
            .AddCore()

            // After the core, whose own archive is the new system's: the last registration counts.
            .AddSingleton(Archive)
            .AddSingleton(KeyCopies)
            .BuildServiceProvider()
            .GetRequiredService<RebuildTables>();
    }

    private IShardKeyVault ShardKeys() => _section["Vault:HeldKeys"] is { } held
        ? HeldShardKeys.Read(held) ?? throw new Failure(ExitCode.Usage, "SecureDocket:Vault:HeldKeys must be keys of 32 bytes in Base64, the oldest first.")
        : _section["Vault:Uri"] is not null
            ? _target.ShardKeys()
            : throw new Failure(ExitCode.Usage, "SecureDocket:Vault:Uri is missing; without the lost system's own vault, no docket can be read.");

    private static AzureClients Clients(AzureSettings settings) => new(settings, () => new DefaultAzureCredential(), transport: null, new Telemetry());
}
