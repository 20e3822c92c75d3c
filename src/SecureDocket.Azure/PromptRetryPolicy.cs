using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure;

/// <summary>Retries soon or not at all, whatever <c>Retry-After</c> a service requests, since people wait for the response.</summary>
/// <remarks>The clients' own policy waits as long as a service requests; its maximum only limits the delays that it computes itself.</remarks>
internal sealed class PromptRetryPolicy(int retries) : RetryPolicy(retries, s_delays)
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(5);

    private static readonly DelayStrategy s_delays =
        DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(2));

    protected override bool ShouldRetry(HttpMessage message, Exception? exception) => IsSoon(message) && base.ShouldRetry(message, exception);

    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        IsSoon(message) && await base.ShouldRetryAsync(message, exception);

    private static bool IsSoon(HttpMessage message) =>
        !message.HasResponse || s_delays.GetNextDelay(message.Response, message.ProcessingContext.RetryNumber + 1) <= s_longestWait;
}
