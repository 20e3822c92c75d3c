using SecureDocket.Credentials;
using SecureDocket.Credentials.Tests.Packs;
using SecureDocket.Testing;

namespace SecureDocket.Verifier.Tests;

/// <summary>Somebody at a shell: an issuer to hear of, a folder to keep the pack in, a clock, and the program.</summary>
internal sealed class Session : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("secure-docket-verifier-");

    public TestIssuer Issuer { get; } = new();

    public ManualClock Clock { get; } = new(TestIssuer.Now.AddMinutes(5));

    public string PackPath => PathOf("pack");

    public string Folder => _folder.FullName;

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Puts a pack in hand.</summary>
    public void Keep(VerifierPack pack) => File.WriteAllBytes(PackPath, Issuer.Seal(pack));

    public Task<Answered> RunAsync(params string[] args) => RunAsync(args, "");

    public async Task<Answered> RunAsync(string[] args, string input)
    {
        using StringReader stdin = new(input);
        using StringWriter stdout = new(), stderr = new();
        var code = await CommandLine.RunAsync(args, stdin, stdout, stderr, Clock);
        return new(code, stdout.ToString(), stderr.ToString());
    }

    public void Dispose()
    {
        Issuer.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>What the program left behind.</summary>
internal sealed record Answered(int Code, string Output, string Error);
