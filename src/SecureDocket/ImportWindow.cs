using System.Runtime.CompilerServices;

namespace SecureDocket;

/// <summary>Processes an import: line by line, several in parallel, with results in the order of the lines.</summary>
/// <remarks>It holds a window of lines and never the whole import, so that memory does not grow with its length.</remarks>
internal static class ImportWindow
{
    private const int InFlight = 16;

    /// <summary>Processes every valid line; an invalid line never stops the others.</summary>
    /// <param name="lines">The lines as validated, in order.</param>
    /// <param name="meet">Whether two lines are about the same subject: the later one then waits for the earlier, so that the first always counts.</param>
    /// <param name="act">Processes a line, within the time limit of a line.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>Each line's number, from 1, and its result.</returns>
    public static async IAsyncEnumerable<(int Number, Result<TOut> Result)> RunAsync<TIn, TOut>(
        IAsyncEnumerable<Result<TIn>> lines,
        Func<TIn, TIn, bool> meet,
        Func<TIn, CancellationToken, Task<Result<TOut>>> act,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TIn : class
    {
        Queue<(TIn? Line, Task<(int Number, Result<TOut> Result)> Task)> window = new(InFlight);
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
                window.Enqueue((null, Task.FromResult((number, (Result<TOut>)line.Refusals.ToList()))));
                continue;
            }

            var value = line.Value;
            Task[] earlier = [.. window.Where(entry => entry.Line is not null && meet(entry.Line, value)).Select(entry => entry.Task)];
            window.Enqueue((value, ActAsync(number, earlier, () => ImportLine.WithinItsTimeAsync(token => act(value, token), clock, cancellationToken))));
        }

        while (window.TryDequeue(out var entry))
        {
            yield return await entry.Task;
        }
    }

    private static async Task<(int Number, Result<TOut> Result)> ActAsync<TOut>(int number, Task[] earlier, Func<Task<Result<TOut>>> act)
    {
        await Task.WhenAll(earlier);
        try
        {
            return (number, await act());
        }
        catch (DependencyUnavailableException)
        {
            return (number, Refusals.LineUnavailable);
        }
    }
}
