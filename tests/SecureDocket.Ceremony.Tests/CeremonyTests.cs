using System.Buffers.Text;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using Xunit;

namespace SecureDocket.Ceremony.Tests;

public sealed class CeremonyTests : IDisposable
{
    private const string Issuer = "https://card.agency.example";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly ECDsa _anchor = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly VerificationKey[] _keys = [NewKey(KeyUse.Cards), NewKey(KeyUse.Lists)];

    public CeremonyTests()
    {
        File.WriteAllText(At("anchor.pub.pem"), _anchor.ExportSubjectPublicKeyInfoPem());
        foreach (var key in _keys)
        {
            using var point = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new() { X = key.X.ToArray(), Y = key.Y.ToArray() } });
            File.WriteAllText(At($"{key.Use}.pem"), point.ExportSubjectPublicKeyInfoPem());
        }
    }

    [Fact]
    public async Task What_the_anchor_signs_leads_verifiers_to_the_keys()
    {
        var prepared = await PrepareAsync();
        Assert.Equal(0, prepared.Code);
        Assert.Contains($"issuer  {Issuer}", prepared.Output, StringComparison.Ordinal);
        Assert.Contains($"anchor  {Anchor().Thumbprint}", prepared.Output, StringComparison.Ordinal);
        Assert.Contains($"cards   {_keys[0].Thumbprint}", prepared.Output, StringComparison.Ordinal);
        Assert.Contains($"lists   {_keys[1].Thumbprint}", prepared.Output, StringComparison.Ordinal);

        Sign(_anchor);
        var (code, line, error) = await SealAsync();
        Assert.Equal((0, ""), (code, error));
        ReadOnlyMemory<byte>[] chain = [.. line.TrimEnd().Split(',').Select(word => (ReadOnlyMemory<byte>)Base64Url.DecodeFromChars(word))];
        VerificationKey[] known = [Anchor(), _keys[0], _keys[1]];
        Assert.Equal(known.ToHashSet(), KeyChain.Reach(Issuer, known, chain)!.ToHashSet());
        Assert.Single(KeyChain.Reach("https://other.example", known, chain)!);
    }

    [Fact]
    public async Task Another_keys_signature_is_not_sealed()
    {
        await PrepareAsync();
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Sign(stranger);
        var (code, line, error) = await SealAsync();
        Assert.Equal((65, ""), (code, line));
        Assert.Contains("is not the anchor's signature", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_that_is_missing_or_no_signature_is_named()
    {
        await PrepareAsync();
        Assert.Equal(65, (await SealAsync()).Code);
        foreach (var word in Directory.EnumerateFiles(At("words"), "*.tbs"))
        {
            File.WriteAllBytes(Path.ChangeExtension(word, ".sig"), [1, 2, 3]);
        }

        Assert.Contains("is not in DER", (await SealAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_key_is_sent_away()
    {
        File.WriteAllText(At("anchor.pub.pem"), _anchor.ExportPkcs8PrivateKeyPem());
        var (code, _, error) = await PrepareAsync();
        Assert.Equal(65, code);
        Assert.Contains("holds a private key", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("words")));
    }

    [Fact]
    public async Task What_is_no_key_or_issuer_a_key_given_twice_and_a_folder_in_use_are_refused()
    {
        string[] rest = ["--folder", At("words"), "--anchor", At("anchor.pub.pem")];
        foreach (var issuer in (string[])["card.agency", $"{Issuer} ", $" {Issuer}", $"{Issuer}/", $"{Issuer}:443", $"{Issuer}?x", "https://Card.agency.example", "http://card.agency.example"])
        {
            Assert.Equal(65, (await RunAsync(["prepare", "--issuer", issuer, "--cards", At("Cards.pem"), .. rest])).Code);
        }

        Assert.Equal(65, (await RunAsync(["prepare", "--issuer", Issuer, "--cards", "", .. rest])).Code);
        Assert.Equal(65, (await RunAsync(["prepare", "--issuer", Issuer, "--cards", At("none.pem"), .. rest])).Code);
        File.WriteAllText(At("other.pem"), "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----");
        Assert.Equal(65, (await RunAsync(["prepare", "--issuer", Issuer, "--lists", At("other.pem"), .. rest])).Code);
        foreach (var twice in (string[][])[["--cards", At("Cards.pem"), "--lists", At("Cards.pem")], ["--cards", At("anchor.pub.pem")]])
        {
            Assert.Contains("is given twice", (await RunAsync(["prepare", "--issuer", Issuer, .. twice, .. rest])).Error, StringComparison.Ordinal);
        }

        Assert.Equal(64, (await RunAsync(["prepare", "--issuer", Issuer, .. rest])).Code);
        Assert.False(Directory.Exists(At("words")));
        Assert.Equal(0, (await PrepareAsync()).Code);
        Assert.Contains("is not empty", (await PrepareAsync()).Error, StringComparison.Ordinal);
        foreach (var wrong in (string[][])[[], ["seal"], ["sign", "--anchor", "A", "--folder", "F"], ["seal", "--anchor", "A", "--key", "F"], ["seal", "--anchor"]])
        {
            Assert.Equal(64, (await RunAsync(wrong)).Code);
        }
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _anchor.Dispose();
        Array.ForEach(_keys, key => key.Dispose());
    }

    private static VerificationKey NewKey(KeyUse use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        return new(point.X, point.Y) { Use = use };
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new(), error = new();
        return (await CommandLine.RunAsync(args, output, error, TimeProvider.System), output.ToString(), error.ToString());
    }

    private VerificationKey Anchor()
    {
        var point = _anchor.ExportParameters(false).Q;
        return new(point.X, point.Y) { Use = KeyUse.Anchor };
    }

    private string At(string name) => Path.Combine(_folder, name);

    private Task<(int Code, string Output, string Error)> PrepareAsync() =>
        RunAsync(
        "prepare", "--anchor", At("anchor.pub.pem"), "--issuer", Issuer, "--cards", At("Cards.pem"), "--lists", At("Lists.pem"), "--folder", At("words"));

    private Task<(int Code, string Output, string Error)> SealAsync() => RunAsync("seal", "--anchor", At("anchor.pub.pem"), "--folder", At("words"));

    /// <summary>As <c>openssl dgst -sha256 -sign</c> does.</summary>
    private void Sign(ECDsa key)
    {
        foreach (var word in Directory.EnumerateFiles(At("words"), "*.tbs"))
        {
            File.WriteAllBytes(Path.ChangeExtension(word, ".sig"), key.SignData(File.ReadAllBytes(word), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
    }
}
