using System.Threading.RateLimiting;

namespace SecureDocket.Functions.Verdicts;

/// <summary>
/// Keeps verification without a token to a person's pace, 30 a minute from one address, and sheds by cost what many addresses
/// ask together: a signature is always checked, and records are read 1,200 times a minute, one card's 30 times.
/// </summary>
/// <remarks>Counts in this process alone, which is what courtesy needs; it guards no secret.</remarks>
public sealed class PublicThrottle(Network network) : IDisposable
{
    /// <summary>How many records are read in a minute for all who have no token.</summary>
    public const int ReadsPerMinute = 1200;

    private const int PerMinute = 30;

    private readonly PartitionedRateLimiter<HttpContext> _callers = PartitionedRateLimiter.Create<HttpContext, string>(
        http => RateLimitPartition.GetTokenBucketLimiter(network.Of(http.Request), _ => Bucket(PerMinute)));

    // The card's own first: whoever repeats one takes nothing from all.
    private readonly PartitionedRateLimiter<CardholderId> _reads = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<CardholderId, CardholderId>(id => RateLimitPartition.GetTokenBucketLimiter(id, _ => Bucket(PerMinute))),
        PartitionedRateLimiter.Create<CardholderId, string>(_ => RateLimitPartition.GetTokenBucketLimiter("all", _ => Bucket(ReadsPerMinute))));

    /// <summary>Whether the caller may go on; takes one from its budget.</summary>
    public bool Admits(HttpContext http)
    {
        using var lease = _callers.AttemptAcquire(http);
        return lease.IsAcquired;
    }

    /// <summary>Whether a docket may be read for a caller without a token, whose signed credential names it; takes one from the budget.</summary>
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
