using System.Globalization;
using Microsoft.Extensions.Configuration;
using SecureDocket.Archive;
using SecureDocket.Encryption;

namespace SecureDocket.Recovery;

/// <summary>
/// The program; everything that it uses besides the storage is passed in. It prints counts, times and opaque keys, and nothing about a
/// person.
/// </summary>
internal static class CommandLine
{
    private const string Help = """
        Checks the journal archive, and rebuilds lost tables from it.

          secure-docket-recovery check [--archive <storage>]
          secure-docket-recovery compare [--archive <storage>]
          secure-docket-recovery rebuild --stopped <moment> [--archive <storage>]
          secure-docket-recovery --help

        check reads the whole archive and verifies the chain of every docket's journal. It writes nothing.

        compare reads the whole archive and the tables, and lists every event and disclosure that was archived and is no longer there,
        and every docket without live rows that was not erased. It writes nothing.

        rebuild writes to empty tables, or continues what an earlier run began there. No other part of the system may use them
        until it is done.
          --stopped <moment>   the latest time at which the lost system may have sent anything, e.g. 2027-01-31T12:00:00Z, or now.
                               Reminders due by then and not known to have been sent become Unknown, so none is sent twice

        All:
          --archive <storage>  the account of the archive: its blob endpoint, or the name of an environment variable with its
                               connection string; by default, that of the settings. While its region is unavailable, use the
                               endpoint of its copy, https://<account>-secondary.blob.core.windows.net

        Settings from the environment, with the worker's names:
          SecureDocket__Storage__TableEndpoint, SecureDocket__Storage__BlobEndpoint   with Entra ID, as the signed-in or running identity
          SecureDocket__Storage__JournalEndpoint                                      the same, unless --archive is an endpoint
          SecureDocket__Storage__ConnectionString                                     instead of all three, for development
          SecureDocket__Vault__Uri                                                    the lost system's own, for rebuild; unwraps with Entra ID
          SecureDocket__Vault__HeldKeys                                               instead, for development: the local host's keys
          SecureDocket__LookupSecret, SecureDocket__Cards__Issuer                     the lost system's own, for rebuild
          SecureDocket__Cards__StatusLists                                            the same, unless 1,2,3,4

        Exit code: 0 done, and every journal is intact; 1 done, and some journals are broken, or rows missing; 64 wrong usage or settings; 65 the
        archive is damaged, or the tables are not empty; 69 storage or vault did not respond, or the run was stopped: run it again.
        """;

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, IConfiguration configuration, TextWriter output, TextWriter error, TimeProvider clock, IShardKeyVault? shardKeys, CancellationToken cancellationToken)
    {
        try
        {
            if (args.Contains("--help"))
            {
                await output.WriteLineAsync(Help);
                return ExitCode.Done;
            }

            var options = Options(args);
            switch (args.FirstOrDefault())
            {
                case "check" when !options.ContainsKey("--stopped"):
                    return await CheckAsync(new Composition(configuration, options.GetValueOrDefault("--archive"), clock, shardKeys), output, cancellationToken);
                case "compare" when !options.ContainsKey("--stopped"):
                    return await CompareAsync(new Composition(configuration, options.GetValueOrDefault("--archive"), clock, shardKeys), output, cancellationToken);
                case "rebuild":
                    var stopped = Moment(options.GetValueOrDefault("--stopped") ?? throw Failure.Usage("--stopped is missing."), clock);
                    return await RebuildAsync(new Composition(configuration, options.GetValueOrDefault("--archive"), clock, shardKeys), stopped, output, cancellationToken);
                default:
                    throw Failure.Usage("The command must be check, compare or rebuild.");
            }
        }
        catch (Failure failure)
        {
            await error.WriteLineAsync(failure.Message);
            return failure.Code;
        }
        catch (InvalidDataException fault)
        {
            await error.WriteLineAsync($"The archive is damaged: {fault.Message}");
            return ExitCode.BadData;
        }
        catch (DependencyUnavailableException away) when (away.Dependency == "docket-keys")
        {
            await error.WriteLineAsync("The vault did not unwrap. Whoever runs this needs its role on the key. Run the command again to continue.");
            return ExitCode.Unavailable;
        }
        catch (DependencyUnavailableException)
        {
            await error.WriteLineAsync("The storage did not respond. Run the command again to continue.");
            return ExitCode.Unavailable;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("Stopped. Run the command again to continue.");
            return ExitCode.Unavailable;
        }
    }

    private static async Task<int> CheckAsync(Composition composition, TextWriter output, CancellationToken cancellationToken)
    {
        var check = await new CheckArchive(composition.Archive).ExecuteAsync(cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Blobs          {check.Segments}
            Last hash      {(check.LastHash.Length == 0 ? "-" : check.LastHash)}
            Whole until    {Text(check.WholeUntil)}
            Dockets        {check.Dockets}
            Events         {check.Events}
            Disclosures    {check.Disclosures}
            Other rows     {check.Others}
            """));
        return await BrokenAsync(check.Broken, check.Broken.Count, output);
    }

    private static async Task<int> CompareAsync(Composition composition, TextWriter output, CancellationToken cancellationToken)
    {
        var comparison = await composition.Compare().ExecuteAsync(cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Events         {comparison.Events}
            Disclosures    {comparison.Disclosures}
            Searches       {comparison.Searches}
            Missing        {comparison.MissingCount}
            """));
        foreach (var row in comparison.Missing)
        {
            await output.WriteLineAsync($"  {row}");
        }

        return comparison.MissingCount == 0 ? ExitCode.Done : ExitCode.Broken;
    }

    private static async Task<int> RebuildAsync(Composition composition, DateTimeOffset stopped, TextWriter output, CancellationToken cancellationToken)
    {
        var rebuild = await composition.RebuildAsync(cancellationToken);
        var result = await rebuild.ExecuteAsync(stopped, output.WriteLine, cancellationToken);
        if (result.IsRefused)
        {
            throw new Failure(ExitCode.BadData, string.Join(' ', result.Refusals.Select(refusal => refusal.Detail)));
        }

        var report = result.Value;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Blobs          {report.Segments}
            Whole until    {Text(report.WholeUntil)}
            Rows copied    {report.Rows}
            Dockets        {report.Dockets}
            Erased         {report.Erased}
            Events         {report.Events}
            Made Unknown   {report.Unknown} reminders
            Suspended      {report.Suspended} cards, by {report.StatusLists} published status lists
            """));
        return await BrokenAsync(report.Broken, report.BrokenCount, output);
    }

    private static async Task<int> BrokenAsync(IReadOnlyList<BrokenJournal> broken, int count, TextWriter output)
    {
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Broken         {count}"));
        foreach (var journal in broken)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {journal.Docket} from event {journal.Sequence} on"));
        }

        return count == 0 ? ExitCode.Done : ExitCode.Broken;
    }

    private static Dictionary<string, string> Options(string[] args)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (var i = 1; i < args.Length; i += 2)
        {
            if (args[i] is not ("--archive" or "--stopped"))
            {
                throw Failure.Usage($"Unknown option {args[i]}.");
            }

            if (i + 1 == args.Length || !options.TryAdd(args[i], args[i + 1]))
            {
                throw Failure.Usage($"{args[i]} has no value, or is given twice.");
            }
        }

        return options;
    }

    private static DateTimeOffset Moment(string text, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return text == "now" ? now
            : !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
                ? throw Failure.Usage($"'{text}' is not a time such as 2027-01-31T12:00:00Z, nor now.")
            : moment > now ? throw Failure.Usage("--stopped is in the future; the rebuilt system sends what is due later.")
            : moment;
    }

    private static string Text(DateTimeOffset? moment) => moment is { } known ? known.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "-";
}

/// <summary>The exit codes; from 64 on as in sysexits.h.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Broken = 1;
    public const int Usage = 64;
    public const int BadData = 65;
    public const int Unavailable = 69;
}

/// <summary>A failure before there is a result.</summary>
internal sealed class Failure(int code, string message) : Exception(message)
{
    /// <summary>One of <see cref="ExitCode"/>.</summary>
    public int Code { get; } = code;

    public static Failure Usage(string message) => new(ExitCode.Usage, $"{message} See --help.");
}
