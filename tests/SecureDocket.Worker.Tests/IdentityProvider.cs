using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace SecureDocket.Worker.Tests;

/// <summary>An identity provider over TLS, whose metadata and keys a worker fetches as it fetches those of Entra ID.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    /// <summary>The issuer that its tokens name.</summary>
    public const string Issuer = "https://issuer.example/v2.0";

    /// <summary>Whom its tokens are for.</summary>
    public const string Audience = "api://secure-docket";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly X509Certificate2 _certificate = SelfSigned();
    private WebApplication? _app;

    /// <summary>The certificate that a client must trust, as PEM in a file.</summary>
    public string CertificateFile { get; } = Path.Combine(Path.GetTempPath(), $"secure-docket-{Guid.NewGuid():n}.pem");

    /// <summary>Where its metadata are.</summary>
    public string MetadataAddress { get; private set; } = "";

    /// <summary>Starts one.</summary>
    public static async Task<IdentityProvider> StartAsync()
    {
        var provider = new IdentityProvider();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(provider._certificate)));
        var app = provider._app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Text(
            $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{provider.MetadataAddress.Replace(".well-known/openid-configuration", "keys", StringComparison.Ordinal)}}"}""", "application/json"));
        app.MapGet("/keys", () => Results.Text($$"""{"keys":[{{provider.PublicKey()}}]}""", "application/json"));
        await app.StartAsync();
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        provider.MetadataAddress = $"https://localhost:{address.Port}/.well-known/openid-configuration";
        await File.WriteAllTextAsync(provider.CertificateFile, provider._certificate.ExportCertificatePem());
        return provider;
    }

    /// <summary>A token for one role.</summary>
    public string Mint(string role, string id) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Audience,
        Claims = new Dictionary<string, object> { ["oid"] = id, ["sub"] = id, ["roles"] = new[] { role } },
        SigningCredentials = new(new RsaSecurityKey(_rsa) { KeyId = "worker" }, SecurityAlgorithms.RsaSha256),
    });

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        File.Delete(CertificateFile);
        _certificate.Dispose();
        _rsa.Dispose();
    }

    private string PublicKey()
    {
        var key = _rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"worker","n":"{{Base64UrlEncoder.Encode(key.Modulus)}}","e":"{{Base64UrlEncoder.Encode(key.Exponent)}}"}""";
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
