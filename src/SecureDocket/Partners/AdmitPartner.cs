namespace SecureDocket.Partners;

/// <summary>Admits a partner's request if the partner is registered, not revoked, has the scope and is within its limit.</summary>
public sealed class AdmitPartner(PartnerRegistry registry, PartnerMeters meters, Telemetry telemetry)
{
    /// <summary>Admits a request, or returns the refusal. Usually no storage operation, and occasionally one on behalf of many requests.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="scope">The scope needed; null for requests that every partner may make.</param>
    /// <returns>The visit; the caller disposes of it once the request is answered.</returns>
    public async Task<Result<PartnerVisit>> ExecuteAsync(Actor caller, PartnerScope? scope, CancellationToken cancellationToken)
    {
        var known = await registry.CallerAsync(caller, cancellationToken);
        if (known.IsRefused)
        {
            telemetry.PartnerRefused(known.Refusals[0].Code);
            return known.Refusals.ToList();
        }

        var meter = meters.Of(known.Value);
        if (await meter.EnterAsync(known.Value.PerMinute, cancellationToken) is { } refusal)
        {
            telemetry.PartnerRefused(refusal.Code);
            return refusal;
        }

        var visit = new PartnerVisit(known.Value, meter, telemetry);
        if (scope is { } asked && visit.Missing(asked) is { } missing)
        {
            visit.Dispose();
            return missing;
        }

        return visit;
    }
}
