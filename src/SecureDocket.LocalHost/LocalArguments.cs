using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost;

/// <summary>What the program was called with: options of the command line, and environment variables for those that it lacks.</summary>
/// <param name="Port">Where the host listens.</param>
/// <param name="Storage">The connection string of a storage account; null for Azurite.</param>
/// <param name="Data">The host's folder; null for the default one.</param>
/// <param name="AzuritePort">The first of Azurite's three ports; 0 for any free ones.</param>
internal sealed record LocalArguments(ushort Port, string? Storage, string? Data, ushort AzuritePort)
{
    /// <summary>The port of Azurite unless another is given, as Azure's tools expect it.</summary>
    public const ushort DefaultAzuritePort = 10000;

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Runs Secure Docket on this machine: the worker's functions, a storage emulator, and the invented people of samples/pilot-roster.

          dotnet run --project src/SecureDocket.LocalHost -- [options]

          --port <port>             where the host listens; 7071 by default
          --data <folder>           the folder for everything that it keeps, which it creates; by default .local in the repository
          --azurite-port <port>     the first of three ports for Azurite, the storage emulator, or 0 for any free ones; 10000 by default
          --storage <connection>    the connection string of another storage account, to use instead of Azurite
          --help                    prints this

        Environment variables do the same where an option is missing: SECUREDOCKET_PORT, SECUREDOCKET_DATA, SECUREDOCKET_AZURITEPORT,
        SECUREDOCKET_STORAGE.

        Exit code: 0 stopped; 1 the host cannot run here, and says why; 64 wrong usage.
        """;

    private const string Prefix = "SECUREDOCKET_";

    private const string PortOption = "--port";
    private const string StorageOption = "--storage";
    private const string DataOption = "--data";
    private const string AzuritePortOption = "--azurite-port";

    private static readonly string[] s_options = [PortOption, StorageOption, DataOption, AzuritePortOption];

    /// <summary>Whether the caller asks how to call the program.</summary>
    public static bool AsksForHelp(IEnumerable<string> args) => args.Any(argument => argument is "--help" or "-h");

    /// <summary>Reads the command line and the environment.</summary>
    /// <param name="args">The command line: <c>--option value</c> or <c>--option=value</c>.</param>
    /// <param name="environment">The value of an environment variable; null when it is not set.</param>
    /// <exception cref="LocalHostException">Wrong usage; the message names the argument.</exception>
    public static LocalArguments Read(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var given = Given(args);
        Value Find(string option, string otherwise = "") =>
            given.TryGetValue(option, out var word) ? new(word, option)
            : environment(VariableOf(option)) is { Length: > 0 } set ? new(set, VariableOf(option))
            : new(otherwise, option);

        // Blobs, queues and tables use this port and the two after it, as Azurite's tools expect.
        return new(
            PortOf(Find(PortOption, "7071"), 1, ushort.MaxValue, ""),
            Find(StorageOption).Text is { Length: > 0 } storage ? storage : null,
            Find(DataOption).Text is { Length: > 0 } data ? data : null,
            PortOf(Find(AzuritePortOption, $"{DefaultAzuritePort}"), 0, ushort.MaxValue - 2, ", or 0 for any free ports"));
    }

    private static Dictionary<string, string> Given(IReadOnlyList<string> args)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        for (var at = 0; at < args.Count; at++)
        {
            var (name, value) = args[at].Split('=', 2) is [var before, var after] ? (before, after) : (args[at], null);
            if (!s_options.Contains(name))
            {
                throw LocalHostException.Usage(args[at].StartsWith('-')
                    ? $"Unknown option {name}; the options are {string.Join(", ", s_options)}."
                    : $"Unknown argument {args[at]}; the options are {string.Join(", ", s_options)}.");
            }

            // A connection string may begin with anything but a name of ours; an option in place of a value is a value forgotten.
            value ??= at + 1 < args.Count && !args[at + 1].StartsWith("--", StringComparison.Ordinal) ? args[++at] : null;
            if (string.IsNullOrWhiteSpace(value))
            {
                throw LocalHostException.Usage($"{name} lacks its value.");
            }

            if (!given.TryAdd(name, value))
            {
                throw LocalHostException.Usage($"{name} is given twice.");
            }
        }

        return given;
    }

    private static ushort PortOf(Value value, ushort least, ushort most, string more) =>
        ushort.TryParse(value.Text, out var port) && port >= least && port <= most
            ? port
            : throw LocalHostException.Usage($"'{value.Text}' is not a port; give {value.From} a number from 1 to {most}{more}.");

    private static string VariableOf(string option) => Prefix + option.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>A value and where it was found.</summary>
    private readonly record struct Value(string Text, string From);
}
