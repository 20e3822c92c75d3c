namespace SecureDocket.Verifier;

/// <summary>The program. Everything that it uses, except files and the network, is passed in.</summary>
internal static class CommandLine
{
    private const string Help = """
        Verifies Secure Docket Cards offline, with a verifier pack: the issuer's keys and status lists in one signed file.

          secure-docket-verifier verify <qr text | file | -> --pack <file> [--audience <name>] [--at <moment>] [--json]
          secure-docket-verifier pack update <url> --pack <file> [--anchor <thumbprint> | --trust-first]
          secure-docket-verifier pack show --pack <file>
          secure-docket-verifier --help

        verify prints valid, invalid or undetermined, why, on what evidence, and whose card it is. Put the QR code's text in
        single quotes; a text that names a file is read from the file, and - from standard input.
          --pack <file>          the pack to rest on
          --audience <name>      officer (as without it), partner or public: how old a status may be is the pack's policy for each
          --at <moment>          judge as of another moment than now, such as 2027-01-31T12:00:00Z, +2d or +6h: to see a status go stale
          --json                 answer as POST /api/v1/verifications does

        pack update fetches the newest pack (https, or http from this machine) and replaces the file, unless the pack is refused.
        An address without a path means /api/v1/verifier-pack there. Each pack is believed by the anchor of the one before it. The
        first, and no other, needs one of these; to start over, delete the file:
          --anchor <thumbprint>  the issuer's anchor, as "anchor" in GET /api/v1/keys; compare it through another channel
          --trust-first          trust whichever server answers, and print the thumbprint to compare with the issuer's through another channel

        pack show prints what is in the file.

        Exit code: 0 done, or valid; 1 invalid; 2 undetermined; 64 wrong usage; 65 a file that cannot be used, or a pack that is
        refused; 69 no answer from the server.
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error, TimeProvider clock)
    {
        try
        {
            switch (args)
            {
                case var any when any.Contains("--help"):
                    await output.WriteLineAsync(Help);
                    return ExitCode.Done;
                case ["verify", .. var rest]:
                    return await VerifyCommand.RunAsync(Arguments.Parse(rest, ["--pack", "--audience", "--at"], ["--json"]), input, output, clock);
                case ["pack", "update", .. var rest]:
                    return await PackCommand.UpdateAsync(Arguments.Parse(rest, ["--pack", "--anchor"], ["--trust-first"]), output, clock);
                case ["pack", "show", .. var rest]:
                    return await PackCommand.ShowAsync(Arguments.Parse(rest, ["--pack"], []), output, clock);
                default:
                    throw Failure.Usage(args is [] ? "There is no command." : $"There is no command '{string.Join(' ', args.Take(args[0] == "pack" ? 2 : 1))}'.");
            }
        }
        catch (Failure failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.Code;
        }
    }
}

/// <summary>The exit codes of the program; those from 64 on are as in sysexits.h.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Valid = 0;
    public const int Invalid = 1;
    public const int Undetermined = 2;
    public const int Usage = 64;
    public const int BadData = 65;
    public const int Unavailable = 69;
}

/// <summary>Ends the program before there is an answer.</summary>
internal sealed class Failure(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int Code { get; } = code;

    public static Failure Usage(string message) => new(ExitCode.Usage, $"{message} --help says how to call this.");

    public static Failure BadData(string message) => new(ExitCode.BadData, message);

    public static Failure Unavailable(string message) => new(ExitCode.Unavailable, message);
}
