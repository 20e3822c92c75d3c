namespace SecureDocket.Partners;

/// <summary>Permanently revokes a partner: within a minute, no instance accepts its tokens.</summary>
public sealed class RevokePartner(PartnerStore partners, PartnerRegistry registry, PartnerMeters meters, TimeProvider clock)
{
    // A lost race means that an administrator changed the partner at the same moment.
    private const int AttemptLimit = 5;

    /// <summary>Revokes a partner; retries have no further effect.</summary>
    /// <param name="id">The partner.</param>
    /// <param name="reason">The reason, from <see cref="PartnerRevocationReasons"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID of the request.</param>
    public async Task<Result<Partner>> ExecuteAsync(string id, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await partners.FindAsync(id, cancellationToken) is not { } stored)
            {
                return Refusals.NoSuchPartner;
            }

            if (stored.Value.RevokedAt is not null)
            {
                return stored.Value.Operation == operation.Value ? stored.Value : PartnersRefusals.Revoked;
            }

            var now = clock.GetUtcNow();
            var after = stored.Value with { Version = stored.Value.Version + 1, Operation = operation.Value, RevokedAt = now };
            if (await partners.CommitAsync(stored, new(PartnerChangeKind.Revoked, now, actor, reason, after), cancellationToken))
            {
                registry.Forget();
                await WriteDownUsageAsync(id, cancellationToken);
                return after;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    private async Task WriteDownUsageAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await meters.FlushAsync(id, cancellationToken);
        }
        catch (DependencyUnavailableException)
        {
            // The partner is revoked all the same, and its usage is recorded like that of others, every minute.
        }
    }
}
