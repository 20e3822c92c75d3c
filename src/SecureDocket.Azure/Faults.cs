using System.Net;
using Azure;
using Azure.Identity;

namespace SecureDocket.Azure;

/// <summary>Turns what Azure's clients throw for an absent, busy or silent service into the domain's one exception for it.</summary>
internal static class Faults
{
    public static async Task<T> MapAsync<T>(string dependency, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception failure) when (IsAbsence(failure))
        {
            // Who has given up is told just that, whatever the tries before came to.
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(failure.Message, failure, cancellationToken)
                : new DependencyUnavailableException(dependency, failure);
        }
    }

    private static bool IsAbsence(Exception failure) => failure switch
    {
        RequestFailedException refused => IsTransient(refused.Status),

        // The retry policy gathers one exception for each try.
        AggregateException tries => tries.InnerExceptions.All(inner => inner is RequestFailedException or OperationCanceledException or IOException),

        // The identity endpoint is one more service that may be away.
        AuthenticationFailedException => true,

        // A cancellation that is not the caller's is the client's own network timeout.
        _ => failure is OperationCanceledException or IOException,
    };

    // 0 stands for a request that got no answer at all.
    private static bool IsTransient(int status) => (HttpStatusCode)status
        is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
