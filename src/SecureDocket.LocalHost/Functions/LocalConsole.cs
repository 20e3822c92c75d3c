using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace SecureDocket.LocalHost.Functions;

/// <summary>Writes the host's log to the console, one line for each entry with the exception below it.</summary>
/// <remarks>
/// While storage is away, every timer and queue fails again and again for the same reason. Such a failure takes one line without a
/// stack trace, and its repetitions none for some minutes.
/// </remarks>
internal sealed class LocalConsole() : ConsoleFormatter(FormatterName)
{
    /// <summary>The formatter's name in the settings of the console logger.</summary>
    public const string FormatterName = "local";

    private static readonly TimeSpan s_sayAgainAfter = TimeSpan.FromMinutes(10);

    // Of all hosts in the process: a developer reads one console.
    private static readonly ConcurrentDictionary<string, long> s_said = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = $"{logEntry.LogLevel.ToString().ToLowerInvariant()}: {logEntry.Category}[{logEntry.EventId.Id}] {logEntry.Formatter(logEntry.State, logEntry.Exception)}";
        if (UnavailableIn(logEntry.Exception) is not { } dependency)
        {
            textWriter.WriteLine(logEntry.Exception is { } failure ? $"{line}{Environment.NewLine}{failure}" : line);
        }
        else if (IsNew(dependency))
        {
            textWriter.WriteLine($"{line} The cause: {dependency} does not respond. More of this is not shown for {s_sayAgainAfter.TotalMinutes:0} minutes; /dev/requests has the requests that failed.");
        }
    }

    private static string? UnavailableIn(Exception? failure)
    {
        // The innermost one names the dependency; those around it name what could not be done.
        string? found = null;
        for (; failure is not null; failure = failure.InnerException)
        {
            found = (failure as DependencyUnavailableException)?.Dependency ?? found;
        }

        return found;
    }

    private static bool IsNew(string dependency)
    {
        var now = Environment.TickCount64;
        var last = s_said.GetOrAdd(dependency, long.MinValue);
        return (last == long.MinValue || now - last >= s_sayAgainAfter.TotalMilliseconds) && s_said.TryUpdate(dependency, now, last);
    }
}
