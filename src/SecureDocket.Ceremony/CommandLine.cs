using System.Security.Cryptography;
using System.Text.Json;

namespace SecureDocket.Ceremony;

/// <summary>The program: prepares what the anchor signs, and seals what it signed. The anchor's private part never comes near it.</summary>
internal static class CommandLine
{
    private const string Help = """
        Prepares what the anchor of a Secure Docket issuer signs at a ceremony, and seals what it signed. It uses no network.

          secure-docket-ceremony prepare --anchor <file> --issuer <uri> --keys <file> --folder <folder>
          secure-docket-ceremony seal --anchor <file> --folder <folder>
          secure-docket-ceremony --help

        prepare writes two files for each key: <thumbprint>.tbs, the bytes to sign, and <thumbprint>.payload, what they say.
          --anchor <file>   the anchor's public key, PEM
          --issuer <uri>    the issuer that credentials name, such as https://card.agency.gov
          --keys <file>     the JWK set of GET /api/v1/keys, as saved
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
            switch (args.FirstOrDefault(), Options(args))
            {
                case ("prepare", { Count: 4 } options):
                    Words.Prepare(options["--anchor"], options["--issuer"], options["--keys"], options["--folder"], output, clock.GetUtcNow());
                    return 0;
                case ("seal", { Count: 2 } options):
                    await output.WriteLineAsync(Words.Seal(options["--anchor"], options["--folder"]));
                    return 0;
                default:
                    await error.WriteLineAsync(Help);
                    return 64;
            }
        }
        catch (KeyNotFoundException)
        {
            await error.WriteLineAsync(Help);
            return 64;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException or CryptographicException or JsonException or FormatException)
        {
            await error.WriteLineAsync(fault.Message);
            return 65;
        }
    }

    private static Dictionary<string, string> Options(string[] args)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (var i = 1; i + 1 < args.Length; i += 2)
        {
            options[args[i]] = args[i + 1];
        }

        return args.Length == 1 + (2 * options.Count) ? options : [];
    }
}
