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
        catch (RequestFailedException failure) when (IsTransient(failure.Status))
        {
            throw new DependencyUnavailableException(dependency, failure);
        }
        catch (AggregateException failure) when (failure.InnerExceptions.All(inner => inner is RequestFailedException or OperationCanceledException or IOException))
        {
            // The retry policy gathers one exception for each try.
            throw new DependencyUnavailableException(dependency, failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The client's own network timeout, not our caller's wish.
            throw new DependencyUnavailableException(dependency, failure);
        }
        catch (AuthenticationFailedException failure)
        {
            // The identity endpoint is one more service that may be away.
            throw new DependencyUnavailableException("identity", failure);
        }
        catch (IOException failure)
        {
            throw new DependencyUnavailableException(dependency, failure);
        }
    }

    // 0 stands for a request that got no answer at all.
    private static bool IsTransient(int status) => (HttpStatusCode)status
        is 0 or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
