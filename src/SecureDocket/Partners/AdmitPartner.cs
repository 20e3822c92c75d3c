namespace SecureDocket.Partners;

/// <summary>Lets a partner's request in: registered and not revoked, with the scope, within its limit.</summary>
public sealed class AdmitPartner(PartnerRegistry registry, PartnerMeters meters, Telemetry telemetry)
{
    /// <summary>Admits a request, or says why not. No storage operation, but now and then one for the many requests to come.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="scope">What is asked for; null for what every partner may.</param>
    /// <returns>The visit; the caller disposes of it when the request is answered.</returns>
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
