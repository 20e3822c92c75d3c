using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Credentials;
using SecureDocket.Signing;
using SecureDocket.Testing;

namespace SecureDocket.Benchmarks;

/// <summary>
/// What an online verification costs from socket to socket, over storage in memory, beside a bare web server that answers the
/// same bytes to the same client, and beside the signature of the same credential alone.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class VerifyOnline : IAsyncDisposable
{
    /// <summary>How many requests each method sends.</summary>
    public const int Batch = 200;

    private const int Callers = 8;

    private static readonly Uri s_path = new("/api/v1/verifications", UriKind.Relative);

    private readonly World _world = new();
    private World _prepared = null!;
    private TestHost _host = null!;
    private Asking _partners = null!;
    private Asking _officers = null!;
    private VerificationKey _key = null!;
    private byte[] _signed = null!;
    private byte[] _signature = null!;

    /// <summary>Issues a card, and starts a bare server beside the host for each answer about it.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        // A clock that runs: leases, snapshots and deadlines then cost what they do.
        _host = await TestHost.StartAsync(_world, services => services.AddSingleton(TimeProvider.System));
        var credential = (await TestPeople.IssueAsync(_host))["credential"]!.GetValue<string>();
        var body = Encoding.UTF8.GetBytes(new JsonObject { ["credential"] = credential }.ToJsonString());
        await RegisterPartnersAsync();
        _partners = await Asking.StartAsync(_host, "Partner.Verifier", body);
        _officers = await Asking.StartAsync(_host, "Field.Officer", body);
        await SignAgainAsync(credential);
        _prepared = _world.Fork();
    }

    /// <summary>A bare server's answers to partners.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Batch)]
    public Task PartnerBare() => _partners.AskBareAsync();

    /// <summary>Our answers to partners.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task Partner()
    {
        ForgetDisclosures();
        return _partners.AskOursAsync();
    }

    /// <summary>A bare server's answers to officers.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task OfficerBare() => _officers.AskBareAsync();

    /// <summary>Our answers to officers.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task Officer()
    {
        ForgetDisclosures();
        return _officers.AskOursAsync();
    }

    /// <summary>The signature of the credential alone, as often.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public Task Signature()
    {
        for (var n = 0; n < Batch; n++)
        {
            if (!_key.Verify(_signed, _signature))
            {
                throw new InvalidOperationException("The signature does not verify.");
            }
        }

        return Task.CompletedTask;
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        // The setup may have failed, which is then what to hear of.
        foreach (var part in new IAsyncDisposable?[] { _partners, _officers, _host }.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    private static string Person(int caller) => (10 + caller).ToString(CultureInfo.InvariantCulture);

    // They would stay in memory, where no storage keeps them, and cost us what is a garbage collector's.
    private void ForgetDisclosures() => _world.ReturnTo(_prepared);

    /// <summary>A partner for each caller, each with the highest limit.</summary>
    private async Task RegisterPartnersAsync()
    {
        using var administrator = _host.As("Program.Administrator");
        for (var caller = 0; caller < Callers; caller++)
        {
            var partner = """{"name":"Desk","kind":"live","scopes":["verify"],"perMinute":60000,"contact":"desk@partner.example"}""";
            using var registered = await administrator.PutAsync(
                new Uri($"/api/v1/partners/dev-partner-verifier-{Person(caller)}", UriKind.Relative), TestHost.Json(partner));
            registered.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Signs the card's claims once more, for their signature is not at hand by itself.</summary>
    private async Task SignAgainAsync(string credential)
    {
        var now = TimeProvider.System.GetUtcNow();
        var trust = await _host.Services.GetRequiredService<KeyRing>().TrustAsync(CancellationToken.None);
        var read = CredentialVerifier.Authenticate(credential, trust, now);
        var keys = _host.Services.GetRequiredService<ISigningKeys>();
        var signer = (await keys.ListAsync(CancellationToken.None)).Single(key => key.Public.Id == read.KeyId);
        _key = signer.Public;
        _signed = CredentialEncoder.ToBeSigned(signer.Public.Id, CredentialEncoder.EncodePayload(read.Credential!));
        _signature = await keys.SignAsync(signer.Version, SHA256.HashData(_signed), CancellationToken.None);
    }

    /// <summary>One question in one role, asked by several callers at once, of the host and of a bare server.</summary>
    private sealed class Asking(BareKestrel bare, IReadOnlyList<HttpClient> ours, IReadOnlyList<HttpClient> bares, byte[] body) : IAsyncDisposable
    {
        public static async Task<Asking> StartAsync(TestHost host, string role, byte[] body)
        {
            List<HttpClient> ours = [.. Enumerable.Range(0, Callers).Select(caller => host.As(role, Person(caller)))];
            using var request = Request(body);
            using var response = await ours[0].SendAsync(request);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadAsByteArrayAsync();
            if (JsonNode.Parse(answer)!["verdict"]!.GetValue<string>() != "valid")
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            }

            var bare = await BareKestrel.StartAsync(answer);
            List<HttpClient> bares = [.. ours.Select(client => new HttpClient
            {
                BaseAddress = bare.Address,
                DefaultRequestHeaders = { Authorization = client.DefaultRequestHeaders.Authorization },
            })];
            return new(bare, ours, bares, body);
        }

        public Task AskOursAsync() => AskAsync(ours);

        public Task AskBareAsync() => AskAsync(bares);

        public async ValueTask DisposeAsync()
        {
            foreach (var client in ours.Concat(bares))
            {
                client.Dispose();
            }

            await bare.DisposeAsync();
        }

        private static HttpRequestMessage Request(byte[] body)
        {
            var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            return new(HttpMethod.Post, s_path) { Content = content };
        }

        private Task AskAsync(IReadOnlyList<HttpClient> clients) => Task.WhenAll(clients.Select(async client =>
        {
            for (var n = 0; n < Batch / Callers; n++)
            {
                using var request = Request(body);
                using var response = await client.SendAsync(request);
                response.EnsureSuccessStatusCode();
                await response.Content.ReadAsByteArrayAsync();
            }
        }));
    }
}
