using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Verdicts;

/// <summary>Keeps verification without a token to a person's pace: 30 a minute from one address, 1,200 a minute in all.</summary>
/// <remarks>Counts in this process alone, which is what courtesy needs; it guards no secret.</remarks>
public sealed class PublicThrottle(Network network) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(
            network.Of(http.Request), _ => Bucket(30))),
        PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetTokenBucketLimiter("all", _ => Bucket(1200))));

    /// <summary>Whether the caller may go on; takes one from its budget.</summary>
    public bool Admits(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose() => _limiter.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = perMinute / 30,
        ReplenishmentPeriod = TimeSpan.FromSeconds(2),
        QueueLimit = 0,
    };
}
