using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure;

/// <summary>Tries again soon or not at all: people wait for the answer, whatever <c>Retry-After</c> a service asks for.</summary>
/// <remarks>The clients' own policy waits as long as a service asks, and its maximum bounds only the waits that it computes itself.</remarks>
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
