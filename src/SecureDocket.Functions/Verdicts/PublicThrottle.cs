using System.Threading.RateLimiting;

namespace SecureDocket.Functions.Verdicts;

/// <summary>
/// Limits verification without a token to a human pace, 30 per minute and address, and limits the total cost of requests from
/// many addresses: signatures are always checked, but records are read at most 1,200 times a minute, and 30 times for one card.
/// </summary>
/// <remarks>Counts in this process only. That suffices for fairness, because the limit protects no secret.</remarks>
public sealed class PublicThrottle(Network network) : IDisposable
{
    /// <summary>The maximum number of records read per minute for all callers without a token.</summary>
    public const int ReadsPerMinute = 1200;

    /// <summary>The maximum number of verifications per minute for one caller without a token, and of records read for one card.</summary>
    public const int PerMinute = 30;

    private readonly PartitionedRateLimiter<HttpContext> _callers = PartitionedRateLimiter.Create<HttpContext, string>(
        http => RateLimitPartition.GetTokenBucketLimiter(network.Of(http.Request), _ => Bucket(PerMinute)));

    // The limit of the card comes first, so that repeating one card does not use up the common limit.
    private readonly PartitionedRateLimiter<CardholderId> _reads = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<CardholderId, CardholderId>(id => RateLimitPartition.GetTokenBucketLimiter(id, _ => Bucket(PerMinute))),
        PartitionedRateLimiter.Create<CardholderId, string>(_ => RateLimitPartition.GetTokenBucketLimiter("all", _ => Bucket(ReadsPerMinute))));

    /// <summary>Whether the caller may proceed; uses one unit of its budget.</summary>
    public bool Admits(HttpContext http)
    {
        using var lease = _callers.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    /// <summary>Whether a docket named in a signed credential may be read for a caller without a token; uses one unit of the budget.</summary>
    public bool AdmitsRead(CardholderId id)
    {
        using var lease = _reads.AttemptAcquire(id);
        return lease.IsAcquired;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _callers.Dispose();
        _reads.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = perMinute / 30,
        ReplenishmentPeriod = TimeSpan.FromSeconds(2),
        QueueLimit = 0,
    };
}
