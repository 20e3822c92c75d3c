using SecureDocket.SignIns;

namespace SecureDocket.Functions.Portal;

/// <summary>Answers sign-ins at fixed times after they arrive, so that the duration of the work reveals nothing about its result.</summary>
/// <param name="options">Sets the interval.</param>
/// <param name="time">Real time, independent of the host's clock.</param>
public sealed class ConstantTimeResponses(SignInOptions options, TimeProvider time)
{
    /// <summary>Does the work, then waits until the next multiple of the interval.</summary>
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
