using NodaTime;
using SecureDocket.Reminders;

namespace SecureDocket.Simulation;

/// <summary>What came of a simulation.</summary>
/// <param name="Options">What was simulated.</param>
/// <param name="Violations">Promises that were broken, in words.</param>
/// <param name="Left">Messages that left.</param>
/// <param name="States">How many reminders came to each state.</param>
/// <param name="Lateness">How late each accepted message was, in order; those of people whom a feed floods aside.</param>
public sealed record SimulationResult(
    SimulationOptions Options, IReadOnlyList<string> Violations, int Left, IReadOnlyDictionary<ReminderState, int> States, IReadOnlyList<Duration> Lateness)
{
    /// <summary>The lateness that a share of the messages stayed within.</summary>
    public Duration LatenessOf(double share) => Lateness.Count == 0 ? Duration.Zero : Lateness[Math.Min(Lateness.Count - 1, (int)(share * Lateness.Count))];

    /// <inheritdoc />
    public override string ToString() => string.Join(Environment.NewLine,
    [
        FormattableString.Invariant($"{Left} messages left. Lateness: median {LatenessOf(0.5)}, p99 {LatenessOf(0.99)}, largest {LatenessOf(1)}."),
        string.Join(", ", States.OrderBy(state => state.Key).Select(state => $"{state.Key} {state.Value}")),
        $"{Violations.Count} promises broken.",
        .. Violations.Take(20),
        $"Replay: {Options.Command}",
    ]);
}
