using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using SecureDocket.Credentials;
using SecureDocket.Functions.Settings;
using Xunit;

namespace SecureDocket.Functions.Tests;

public sealed class AnchorSettingsTests : IDisposable
{
    private const string Issuer = "https://securedocket.example";

    private readonly ECDsa _anchor = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    [Fact]
    public void An_anchor_and_what_it_signed_are_read()
    {
        var (anchor, faults) = Read(("Anchor:PublicKey", Public(_anchor)), ("Anchor:Endorsements", $"{Endorsed(Issuer)}, {Endorsed(Issuer)}"));
        Assert.Empty(faults);
        Assert.Equal((KeyUse.Anchor, 2), (anchor.Key!.Use, anchor.Endorsements.Count));
        Assert.Equal(_anchor.ExportParameters(false).Q.X, anchor.Key.X.ToArray());
    }

    [Fact]
    public void A_throwaway_anchor_in_the_vault_needs_no_other()
    {
        var (anchor, faults) = Read(("Vault:AnchorKeyName", "anchor"));
        Assert.Empty(faults);
        Assert.Null(anchor.Key);
    }

    [Fact]
    public void Without_any_anchor_it_does_not_start() => Assert.StartsWith("Anchor:PublicKey must be set", Assert.Single(Read().Faults), StringComparison.Ordinal);

    [Fact]
    public void A_host_with_keys_of_its_own_needs_none() => Assert.Empty(Read(isNeeded: false).Faults);

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (_, faults) = Read(
            ("Anchor:PublicKey", Public(stranger)), ("Vault:AnchorKeyName", "anchor"),
            ("Anchor:Endorsements", $"{Endorsed(Issuer)} not-one {Endorsed("https://other.example")}"));
        Assert.Equal(
            [
                "Anchor:PublicKey and Vault:AnchorKeyName must not both be set.",
                $"Anchor:Endorsements: number 1 is not signed by Anchor:PublicKey for {Issuer}.",
                $"Anchor:Endorsements: number 2 is not signed by Anchor:PublicKey for {Issuer}.",
                $"Anchor:Endorsements: number 3 is not signed by Anchor:PublicKey for {Issuer}.",
            ],
            faults);
        Assert.Contains(Read(("Anchor:PublicKey", Public(_anchor)), ("Anchor:Endorsements", Endorsed("https://other.example"))).Faults, fault => fault.Contains("number 1", StringComparison.Ordinal));
        Assert.Contains("Anchor:Endorsements requires Anchor:PublicKey.", Read(("Anchor:Endorsements", Endorsed(Issuer))).Faults);
    }

    [Fact]
    public void Another_kind_of_key_is_no_anchor()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        foreach (var text in new[] { "x", "AAAA", Public(larger), Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), Convert.ToBase64String(_anchor.ExportPkcs8PrivateKey()) })
        {
            Assert.StartsWith("Anchor:PublicKey must be a P-256 public key", Assert.Single(Read(("Anchor:PublicKey", text)).Faults), StringComparison.Ordinal);
        }
    }

    public void Dispose() => _anchor.Dispose();

    private static (Anchor Anchor, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] settings) => Read(true, settings);

    private static (Anchor Anchor, IReadOnlyList<string> Faults) Read(bool isNeeded, params (string Key, string Value)[] settings)
    {
        var all = new WorkerSettings { Cards = { Issuer = Issuer } };
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value)).Build().Bind(all);
        var anchor = Anchor.Read(all, isNeeded);
        return (anchor, anchor.Faults);
    }

    private static string Public(ECDsa key) => Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());

    private string Endorsed(string issuer)
    {
        var point = _anchor.ExportParameters(false).Q;
        var id = KeyId.OfKey(point.X, point.Y);
        var payload = new Endorsement(issuer, DateTimeOffset.UnixEpoch, KeyUse.Lists, Base64Url.EncodeToString(new byte[32])).EncodePayload();
        var signature = _anchor.SignData(Endorsement.ToBeSigned(id, payload), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return Base64Url.EncodeToString(Endorsement.Seal(id, payload, signature));
    }
}
