using System.Diagnostics;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Lets sign-ins be answered at fixed times after they came, so that how long the work took tells nothing of what it found.</summary>
public sealed class SteadyAnswers(SignInOptions options)
{
    /// <summary>Does the work, and waits until the next of those times. Real time, whatever the host's clock shows.</summary>
    internal async Task<T> AnswerAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            if (options.AnswerAfter > TimeSpan.Zero)
            {
                var taken = Stopwatch.GetElapsedTime(began);
                var until = options.AnswerAfter * Math.Ceiling(taken / options.AnswerAfter);
                await Task.Delay(until - taken, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
