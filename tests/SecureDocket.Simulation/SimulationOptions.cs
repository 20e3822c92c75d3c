using NodaTime;

namespace SecureDocket.Simulation;

/// <summary>What is simulated.</summary>
public sealed record SimulationOptions
{
    /// <summary>The seed of everything that is drawn: the same options give the same history.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many people.</summary>
    public int People { get; init; } = 20_000;

    /// <summary>When it begins.</summary>
    public Instant Start { get; init; } = Instant.FromUtc(2026, 10, 29, 12, 0);

    /// <summary>How long it lasts.</summary>
    public Duration Length { get; init; } = Duration.FromDays(7);

    /// <summary>The share of storage calls that fail before or after they take effect.</summary>
    public double StorageFaults { get; init; } = 0.001;

    /// <summary>The share of provider calls that do not go well.</summary>
    public double ProviderFaults { get; init; } = 0.01;

    /// <summary>The share of runs whose process is killed in the middle.</summary>
    public double Kills { get; init; } = 0.02;

    /// <summary>Whether all dates were set before, and every fifth person is to be reminded within the same two hours of the first day.</summary>
    public bool IsRush { get; init; }

    /// <summary>How many people a feed writes hundreds of invented hearings about, from ten in the morning of the east of the second day on.</summary>
    public int Floods { get; init; }

    /// <summary>Whether the vault is away for an hour of the third day, in which both processes are killed twice.</summary>
    public bool IsVaultAway { get; init; }

    /// <summary>What a sender number may send a minute.</summary>
    public int PerMinute { get; init; } = 6000;

    /// <summary>The command that replays it.</summary>
    public string Command => FormattableString.Invariant(
        $"dotnet run -c Release --project tests/SecureDocket.Simulation -- --seed {Seed} --people {People} --start {Start} --hours {Length.TotalHours:0}{(IsRush ? " --rush" : "")}{(Floods > 0 ? $" --floods {Floods}" : "")}{(IsVaultAway ? " --vault-away" : "")}");
}
