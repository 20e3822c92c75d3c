using System.Runtime.CompilerServices;

namespace SecureDocket.Cardholders;

/// <summary>Enrolls a whole roster: a line at a time, several in flight, results in the roster's order.</summary>
/// <remarks>Holds a window of lines and never the roster, so that memory does not grow with its length.</remarks>
public sealed class ImportCardholders(EnrollCardholder enroll)
{
    /// <summary>The most lines of one import.</summary>
    public const int LineLimit = 10_000;

    private const int InFlight = 16;

    /// <summary>Enrolls every line that can be; a bad line never stops the others.</summary>
    /// <param name="lines">The roster's lines as checked, in order.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="cancellationToken">Stops the import; importing again carries on where it stopped.</param>
    public async IAsyncEnumerable<ImportedLine> ExecuteAsync(
        IAsyncEnumerable<Result<CardholderDetails>> lines, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<(string? ANumber, Task<ImportedLine> Task)> window = new(InFlight);
        var number = 0;
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            number++;
            if (window.Count == InFlight)
            {
                yield return await window.Dequeue().Task;
            }

            if (line.IsRefused)
            {
                window.Enqueue((null, Task.FromResult(new ImportedLine(number, null, line.Refusals))));
                continue;
            }

            // A roster may name a person twice: the second waits, so that the first line is always the one that counts.
            var details = line.Value;
            var earlier = window.LastOrDefault(entry => entry.ANumber == details.ANumber).Task;
            window.Enqueue((details.ANumber, EnrollAsync(number, details, earlier, actor, cancellationToken)));
        }

        while (window.TryDequeue(out var entry))
        {
            yield return await entry.Task;
        }
    }

    private async Task<ImportedLine> EnrollAsync(
        int number, CardholderDetails details, Task? earlier, Actor actor, CancellationToken cancellationToken)
    {
        if (earlier is not null)
        {
            await earlier;
        }

        try
        {
            var result = await enroll.ExecuteAsync(details, actor, OperationId.New(), cancellationToken);
            return new(number, result.Value, result.Refusals);
        }
        catch (DependencyUnavailableException)
        {
            return new(number, null, [new("unavailable", "The store was unavailable; import the line again.")]);
        }
    }
}

/// <summary>What became of a line.</summary>
/// <param name="Number">The line, from 1.</param>
/// <param name="Enrollment">The docket; null when the line was refused.</param>
/// <param name="Refusals">Why it was refused.</param>
public sealed record ImportedLine(int Number, Enrollment? Enrollment, IReadOnlyList<Refusal> Refusals);
