using Azure.Communication.Sms;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Keys;
using Azure.Storage.Blobs;
using SecureDocket.Credentials;
using SecureDocket.Storage;

namespace SecureDocket.Azure;

/// <summary>The addresses and names of storage, vault and SMS service.</summary>
public sealed record AzureSettings
{
    /// <summary>A storage connection string, for development; null with a managed identity.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The table endpoint, if there is no connection string.</summary>
    public string? TableEndpoint { get; init; }

    /// <summary>The blob endpoint, if there is no connection string.</summary>
    public string? BlobEndpoint { get; init; }

    /// <summary>The blob endpoint of the journal archive and of the copies of the dockets' wrapped keys, which have their own account, if there is no connection string.</summary>
    public string? JournalEndpoint { get; init; }

    /// <summary>The vault; null if another key provider is used.</summary>
    public string? VaultUri { get; init; }

    /// <summary>The name of the key that signs cards.</summary>
    public string CardKeyName { get; init; } = "card-signing";

    /// <summary>The name of the key that signs status lists and verifier packs.</summary>
    public string ListKeyName { get; init; } = "list-signing";

    /// <summary>The name of the throwaway anchor; null if the anchor is kept offline, as required for real cards.</summary>
    public string? AnchorKeyName { get; init; }

    /// <summary>The name of the key that wraps the shard keys.</summary>
    public string DocketKeyName { get; init; } = "docket-shards";

    /// <summary>The sites with their own card key, named <c>{CardKeyName}-{site in lower case}</c>.</summary>
    public IReadOnlyList<string> SitesWithKeys { get; init; } = [];

    /// <summary>A Communication Services connection string, for development; null with a managed identity.</summary>
    public string? SmsConnectionString { get; init; }

    /// <summary>The Communication Services endpoint, if there is no connection string. Both are null if another provider is used.</summary>
    public string? SmsEndpoint { get; init; }

    /// <summary>The client ID of the managed identity for storage and vault; null if none is assigned.</summary>
    public string? ClientId { get; init; }

    /// <summary>The client ID of the managed identity that only wraps and unwraps shard keys; null if the one for storage and vault does.</summary>
    public string? DocketsClientId { get; init; }

    /// <summary>The client ID of the managed identity that only sends texts; null if the one for storage and vault does.</summary>
    public string? SmsClientId { get; init; }

    /// <summary>The faults of the settings, as sentences that begin with the setting's name.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var (name, value) in new[] { ("Identity:ClientId", ClientId), ("Vault:DocketsClientId", DocketsClientId), ("Sms:ClientId", SmsClientId) })
        {
            if (value is not null && !Guid.TryParseExact(value, "D", out _))
            {
                yield return $"{name} must be the client ID of a managed identity, a GUID.";
            }
        }

        if (ConnectionString is null)
        {
            foreach (var (name, value) in new[]
            {
                ("Storage:TableEndpoint", TableEndpoint), ("Storage:BlobEndpoint", BlobEndpoint), ("Storage:JournalEndpoint", JournalEndpoint),
            })
            {
                if (!IsHttps(value))
                {
                    yield return $"{name} must be an https address, unless Storage:ConnectionString is given.";
                }
            }
        }

        if (!SitesWithKeys.All(site => site.Length is >= 2 and <= 8 && site.All(char.IsAsciiLetterOrDigit)))
        {
            yield return "Vault:SitesWithKeys must be site IDs, separated by commas.";
        }

        if (VaultUri is not null && !IsHttps(VaultUri))
        {
            yield return "Vault:Uri must be an https address.";
        }

        if (SmsConnectionString is not null && SmsEndpoint is not null)
        {
            yield return "Sms:ConnectionString and Sms:Endpoint must not both be given.";
        }

        if (SmsConnectionString is { } connection && !(HasPart(connection, "endpoint=https://") && HasPart(connection, "accesskey=")))
        {
            yield return "Sms:ConnectionString must have the form endpoint=https://…;accesskey=….";
        }

        if (SmsEndpoint is not null && !IsHttps(SmsEndpoint))
        {
            yield return "Sms:Endpoint must be an https address.";
        }
    }

    private static bool HasPart(string connection, string start) => connection
        .Split(';', StringSplitOptions.TrimEntries)
        .Any(part => part.Length > start.Length && part.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    private static bool IsHttps(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;
}

/// <summary>Another transport for all clients, with which tests count, delay or lose requests.</summary>
/// <param name="Transport">The transport.</param>
/// <param name="Retries">The number of retries of a client.</param>
public sealed record AzureTransport(HttpPipelineTransport Transport, int Retries);

/// <summary>Creates the clients of one process, one of each, with limited retries and timeouts.</summary>
public sealed class AzureClients(AzureSettings settings, Func<TokenCredential> credential, AzureTransport? transport, Telemetry telemetry)
{
    // If storage or vault does not respond, a request can be retried once before the caller's deadline of ten seconds.
    private static readonly TimeSpan s_tryTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan s_smsTimeout = TimeSpan.FromSeconds(20);
    private const int Retries = 3;

    /// <summary>
    /// The credential of one managed identity, and of no other assigned one; without an ID, whatever the environment
    /// provides, for a developer's own sign-in.
    /// </summary>
    /// <param name="clientId">The identity's client ID, if set.</param>
    /// <param name="transport">Another transport for its requests, in tests.</param>
    public static TokenCredential CredentialOf(string? clientId, AzureTransport? transport)
    {
        if (clientId is null)
        {
            return new DefaultAzureCredential();
        }

        var options = new ManagedIdentityCredentialOptions(ManagedIdentityId.FromUserAssignedClientId(clientId));
        if (transport is not null)
        {
            options.Transport = transport.Transport;
        }

        return new ManagedIdentityCredential(options);
    }

    /// <summary>The tables.</summary>
    public AzureTables Tables() => new(Service());

    /// <summary>The blobs.</summary>
    public AzureBlobs Blobs() => new(BlobService(settings.BlobEndpoint), BlobService(settings.JournalEndpoint));

    /// <summary>The vault's keys.</summary>
    /// <exception cref="InvalidOperationException">No vault is configured.</exception>
    public VaultSigningKeys SigningKeys() => new(
        VaultAs(credential()),
        [
            new(settings.CardKeyName, KeyUse.Cards, null),
            .. settings.SitesWithKeys.Select(site => new VaultKey($"{settings.CardKeyName}-{site.ToLowerInvariant()}", KeyUse.Cards, site)),
            new(settings.ListKeyName, KeyUse.Lists, null),
            .. settings.AnchorKeyName is { } anchor ? new VaultKey[] { new(anchor, KeyUse.Anchor, null) } : [],
        ],
        telemetry);

    /// <summary>The vault's key that wraps shard keys.</summary>
    /// <exception cref="InvalidOperationException">No vault is configured.</exception>
    public VaultShardKeys ShardKeys() => new(
        VaultAs(settings.DocketsClientId is { } dockets ? CredentialOf(dockets, transport) : credential()), settings.DocketKeyName);

    /// <summary>The SMS provider. Its client never retries by itself: the result of the single attempt decides.</summary>
    /// <exception cref="InvalidOperationException">No provider is configured.</exception>
    public AzureSms Sms()
    {
        var options = Bounded(new SmsClientOptions());
        options.RetryPolicy = new PromptRetryPolicy(0);
        options.Retry.NetworkTimeout = s_smsTimeout;
        options.AddPolicy(new DeparturePolicy(), HttpPipelinePosition.BeforeTransport);
        return new(settings.SmsConnectionString is { } connection
            ? new SmsClient(connection, options)
            : new SmsClient(
                new Uri(settings.SmsEndpoint ?? throw new InvalidOperationException("Neither SecureDocket:Sms:ConnectionString nor SecureDocket:Sms:Endpoint is set.")),
                settings.SmsClientId is { } sender ? CredentialOf(sender, transport) : credential(),
                options));
    }

    /// <summary>Creates the missing tables and containers. For development and tests; in Azure, the infrastructure creates them.</summary>
    /// <exception cref="DependencyUnavailableException">The storage did not respond.</exception>
    public Task CreateStorageAsync(CancellationToken cancellationToken) => Faults.MapAsync("storage", async () =>
    {
        foreach (var table in TableNames.All)
        {
            await Service().CreateTableIfNotExistsAsync(table, cancellationToken);
        }

        await Blobs().CreateAsync(cancellationToken);
        return true;
    }, cancellationToken);

    private KeyClient VaultAs(TokenCredential identity) => new(
        new Uri(settings.VaultUri ?? throw new InvalidOperationException("SecureDocket:Vault:Uri is not set.")), identity, Bounded(new KeyClientOptions()));

    private TableServiceClient Service() => settings.ConnectionString is { } connection
        ? new(connection, Metered(new TableClientOptions(), StorageService.Tables))
        : new(new Uri(settings.TableEndpoint!), credential(), Metered(new TableClientOptions(), StorageService.Tables));

    private BlobServiceClient BlobService(string? endpoint) => settings.ConnectionString is { } connection
        ? new(connection, Metered(new BlobClientOptions(), StorageService.Blobs))
        : new(new Uri(endpoint!), credential(), Metered(new BlobClientOptions(), StorageService.Blobs));

    private T Metered<T>(T options, StorageService service)
        where T : ClientOptions
    {
        options.AddPolicy(new MeteringPolicy(service, telemetry), HttpPipelinePosition.PerCall);
        return Bounded(options);
    }

    private T Bounded<T>(T options)
        where T : ClientOptions
    {
        options.RetryPolicy = new PromptRetryPolicy(transport?.Retries ?? Retries);
        options.Retry.NetworkTimeout = s_tryTimeout;
        if (transport is not null)
        {
            options.Transport = transport.Transport;
        }

        return options;
    }
}
