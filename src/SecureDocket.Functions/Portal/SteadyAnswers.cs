using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Lets sign-ins be answered at fixed times after they came, so that how long the work took tells nothing of what it found.</summary>
/// <param name="options">Names the times.</param>
/// <param name="time">Real time, whatever the host's clock shows.</param>
public sealed class SteadyAnswers(SignInOptions options, TimeProvider time)
{
    /// <summary>Does the work, and waits until the next of those times.</summary>
    public async Task<T> AnswerAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            if (options.AnswerAfter > TimeSpan.Zero)
            {
                var taken = time.GetElapsedTime(began);
                var until = options.AnswerAfter * Math.Max(1, Math.Ceiling(taken / options.AnswerAfter));
                await Task.Delay(until - taken, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
