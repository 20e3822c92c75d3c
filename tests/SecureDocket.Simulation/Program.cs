using System.Diagnostics;
using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket;
using SecureDocket.Azure;
using SecureDocket.Simulation;
using SecureDocket.Storage;
using SecureDocket.Testing;

if (args is ["rate", ..])
{
    // In memory, or over the storage that a connection string names: its tables are created and filled.
    ITables tables = new InMemoryTables();
    if (args is [_, var connection])
    {
        var clients = new AzureClients(new AzureSettings { ConnectionString = connection }, () => throw new NotSupportedException(), transport: null, new Telemetry());
        await clients.CreateStorageAsync(default);
        tables = clients.Tables();
    }

    Console.WriteLine(await SendingRate.MeasureAsync(6000, tables));
    return 0;
}

var options = new SimulationOptions();
for (var index = 0; index < args.Length; index++)
{
    string Next() => index + 1 < args.Length ? args[++index] : throw new ArgumentException($"{args[index]} needs a value.");
    options = args[index] switch
    {
        "--seed" => options with { Seed = int.Parse(Next(), CultureInfo.InvariantCulture) },
        "--people" => options with { People = int.Parse(Next(), CultureInfo.InvariantCulture) },
        "--start" => options with { Start = InstantPattern.General.Parse(Next()).Value },
        "--hours" => options with { Length = Duration.FromHours(int.Parse(Next(), CultureInfo.InvariantCulture)) },
        "--rush" => options with { IsRush = true },
        "--vault-away" => options with { IsVaultAway = true },
        "--floods" => options with { Floods = int.Parse(Next(), CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException($"There is no {args[index]}. Use --seed, --people, --start, --hours, --rush, --floods, --vault-away; or rate, with a connection string or without."),
    };
}

var watch = Stopwatch.StartNew();
var result = new Simulation(options).Run();
Console.WriteLine(result);
Console.WriteLine(FormattableString.Invariant($"Took {watch.Elapsed.TotalSeconds:0} s."));
return result.Violations.Count == 0 ? 0 : 1;
