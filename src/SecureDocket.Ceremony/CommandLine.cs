using System.Security.Cryptography;
using SecureDocket.Credentials;

namespace SecureDocket.Ceremony;

/// <summary>The program: prepares the endorsements that the anchor signs, and seals them once signed. It never uses the anchor's private key.</summary>
internal static class CommandLine
{
    private const string Help = """
        Prepares what the anchor of a Secure Docket issuer signs at a ceremony, and seals what it signed. It uses no network.

          secure-docket-ceremony prepare --anchor <file> --issuer <uri> --cards <file> --lists <file> --folder <folder>
          secure-docket-ceremony seal --anchor <file> --folder <folder>
          secure-docket-ceremony --help

        prepare writes two files for each key: <thumbprint>.tbs, the bytes to sign, and <thumbprint>.payload, what they say.
          --anchor <file>   the anchor's public key, PEM
          --issuer <uri>    the issuer that credentials name, such as https://card.agency.gov
          --cards <file>    a key that signs cards, PEM; as often as there are keys
          --lists <file>    a key that signs lists, PEM; likewise
          --folder <folder> a new or empty folder

        seal reads each <thumbprint>.payload with <thumbprint>.sig, its signature by ECDSA with SHA-256 in DER as OpenSSL gives it,
        verifies it, and prints one line: the value of SECUREDOCKET_ANCHOR_ENDORSEMENTS.

        Exit code: 0 done; 64 wrong usage; 65 a file that is missing, is not what it should be, or does not verify.
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, TimeProvider clock)
    {
        if (args.Contains("--help"))
        {
            await output.WriteLineAsync(Help);
            return 0;
        }

        try
        {
            var options = Options(args);
            switch (args.FirstOrDefault())
            {
                case "prepare" when Has(options, ["--anchor", "--issuer", "--folder"], "--cards", "--lists"):
                    List<(KeyUse, string)> keys = [.. options["--cards"].Select(file => (KeyUse.Cards, file)), .. options["--lists"].Select(file => (KeyUse.Lists, file))];
                    Words.Prepare(options["--anchor"].Single(), options["--issuer"].Single(), keys, options["--folder"].Single(), output, clock.GetUtcNow());
                    return 0;
                case "seal" when Has(options, ["--anchor", "--folder"]):
                    await output.WriteLineAsync(Words.Seal(options["--anchor"].Single(), options["--folder"].Single()));
                    return 0;
                default:
                    await error.WriteLineAsync(Help);
                    return 64;
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            await error.WriteLineAsync(fault.Message);
            return 65;
        }
    }

    /// <summary>The options by name; empty if one lacks its value.</summary>
    private static ILookup<string, string> Options(string[] args) =>
        (args.Length % 2 == 1 ? args.Skip(1).Chunk(2) : []).ToLookup(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    /// <summary>Whether the options are as expected: each of the first exactly once, and at least one of the others, if there are any.</summary>
    private static bool Has(ILookup<string, string> options, string[] once, params string[] others) =>
        once.All(name => options[name].Count() == 1)
        && options.All(option => once.Contains(option.Key) || others.Contains(option.Key))
        && (others.Length == 0 || others.Any(options.Contains));
}
