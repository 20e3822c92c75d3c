using System.Net;
using Azure;
using Azure.Identity;

namespace SecureDocket.Azure;

/// <summary>Maps the Azure clients' exceptions for an unavailable, busy or unresponsive service to the domain's single exception for it.</summary>
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
            // A caller that has cancelled gets a cancellation, whatever the result of the earlier attempts.
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException(failure.Message, failure, cancellationToken)
                : new DependencyUnavailableException(dependency, failure);
        }
    }

    private static bool IsAbsence(Exception failure) => failure switch
    {
        RequestFailedException refused => IsTransient(refused.Status),

        // The retry policy collects one exception per attempt.
        AggregateException tries => tries.InnerExceptions.All(inner => inner is RequestFailedException or OperationCanceledException or IOException),

        // The identity endpoint is another service that may be unavailable.
        AuthenticationFailedException => true,

        // A cancellation that the caller did not request is the client's network timeout.
        _ => failure is OperationCanceledException or IOException,
    };

    // 0 means that a request got no response at all.
    private static bool IsTransient(int status) => (HttpStatusCode)status
        is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
