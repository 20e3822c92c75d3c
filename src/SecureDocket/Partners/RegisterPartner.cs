namespace SecureDocket.Partners;

/// <summary>Registers a partner, or changes its name, scopes, limit or contact.</summary>
public sealed class RegisterPartner(PartnerStore partners, PartnerRegistry registry, TimeProvider clock)
{
    /// <summary>Registers or changes a partner; repeating the current registration changes nothing.</summary>
    /// <param name="wanted">The registration.</param>
    /// <param name="expected">The version that the caller read; null if none.</param>
    /// <param name="actor">The caller.</param>
    public async Task<Result<Partner>> ExecuteAsync(Partner wanted, VersionMatch? expected, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var stored = await partners.FindAsync(wanted.Id, cancellationToken);
        if (stored is null)
        {
            if (expected is not null)
            {
                return PartnersRefusals.NotRegistered;
            }

            if ((await partners.AllAsync(cancellationToken)).Count >= PartnerStore.Limit)
            {
                return PartnersRefusals.Limit(PartnerStore.Limit);
            }
        }
        else if (stored.Value.RevokedAt is not null)
        {
            return PartnersRefusals.Revoked;
        }
        else if (expected is null)
        {
            return stored.Value.SaysTheSameAs(wanted)
                ? stored.Value
                : PartnersRefusals.VersionRequired;
        }
        else if (!expected.Includes(stored.Value.Version))
        {
            return Mismatch(stored.Value.Version);
        }

        var after = wanted with { Version = (stored?.Value.Version ?? 0) + 1, Operation = OperationId.New().Value };
        var kind = stored is null ? PartnerChangeKind.Registered : PartnerChangeKind.Changed;
        var committed = await partners.CommitAsync(stored, new(kind, clock.GetUtcNow(), actor, null, after), cancellationToken);
        registry.Forget();
        return committed ? after : Mismatch(null);
    }

    private static Refusal Mismatch(long? current) => PartnersRefusals.VersionMismatch(current);
}
