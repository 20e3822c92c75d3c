using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.LocalHost.Development;

namespace SecureDocket.Functions.Tests.Access;

/// <summary>Tokens of an identity provider with two published keys, of which this holds one: it can sign what the real one never would.</summary>
internal sealed class TestTokens : IDisposable
{
    public const string KeyId = "test";

    private static readonly JsonWebTokenHandler s_handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The key that the provider publishes.</summary>
    public RSA Key { get; } = RSA.Create(2048);

    public SigningCredentials Sound => new(new RsaSecurityKey(Key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256);

    public void AddTo(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var metadata = provider.GetRequiredService<DevelopmentIssuer>().Metadata();
        var configuration = (OpenIdConnectConfiguration)metadata.GetBaseConfigurationAsync(CancellationToken.None).GetAwaiter().GetResult();
        configuration.SigningKeys.Add(new RsaSecurityKey(Key.ExportParameters(includePrivateParameters: false)) { KeyId = KeyId });
        return metadata;
    });

    /// <summary>A token that holds for an enrollment officer, but for what <paramref name="spoil"/> does.</summary>
    public string Mint(DateTimeOffset now, Action<SecurityTokenDescriptor>? spoil = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = DevelopmentIssuer.Issuer,
            Audience = DevelopmentIssuer.Audience,
            NotBefore = now.AddMinutes(-5).UtcDateTime,
            Expires = now.AddHours(1).UtcDateTime,
            Claims = new Dictionary<string, object> { ["oid"] = "officer-7", ["scp"] = "access", ["roles"] = new[] { "Enrollment.Officer" } },
            SigningCredentials = Sound,
        };
        spoil?.Invoke(descriptor);
        return s_handler.CreateToken(descriptor);
    }

    /// <summary>The same token under another header, its signature as given.</summary>
    public static string WithHeader(string token, string header, string signature) =>
        $"{Encode(header)}.{token.Split('.')[1]}.{signature}";

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public void Dispose() => Key.Dispose();
}
