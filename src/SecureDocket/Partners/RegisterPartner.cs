namespace SecureDocket.Partners;

/// <summary>Registers a partner, or changes what it is called, may do, and how often.</summary>
public sealed class RegisterPartner(PartnerStore partners, PartnerRegistry registry, TimeProvider clock)
{
    /// <summary>Enters or changes a partner; saying again what is registered changes nothing.</summary>
    /// <param name="wanted">What is to be registered.</param>
    /// <param name="expected">The version that the caller saw; null when it saw none.</param>
    /// <param name="actor">The caller.</param>
    public async Task<Result<Partner>> ExecuteAsync(Partner wanted, VersionMatch? expected, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var stored = await partners.FindAsync(wanted.Id, cancellationToken);
        if (stored is null)
        {
            if (expected is not null)
            {
                return new Refusal("version-mismatch", "There is no such partner yet: leave out If-Match to register it.");
            }

            if ((await partners.AllAsync(cancellationToken)).Count >= PartnerStore.Limit)
            {
                return new Refusal("partner-limit", $"{PartnerStore.Limit} partners are registered, revoked ones included; there is room for no more.");
            }
        }
        else if (stored.Partner.RevokedAt is not null)
        {
            return RevokePartner.Final;
        }
        else if (expected is null)
        {
            return stored.Partner.SaysTheSameAs(wanted)
                ? stored.Partner
                : new Refusal("version-required", "The partner is registered: send If-Match with the ETag that you read.");
        }
        else if (!expected.Includes(stored.Partner.Version))
        {
            return Mismatch(stored.Partner.Version);
        }

        var after = wanted with { Version = (stored?.Partner.Version ?? 0) + 1, Operation = OperationId.New().Value };
        var kind = stored is null ? PartnerChangeKind.Registered : PartnerChangeKind.Changed;
        var committed = await partners.CommitAsync(stored, new(kind, clock.GetUtcNow(), actor, null, after), cancellationToken);
        registry.Forget();
        return committed ? after : Mismatch(null);
    }

    private static Refusal Mismatch(long? current) => new(
        "version-mismatch", $"The partner has changed{(current is null ? "" : $": its version is now \"{current}\"")}. Read it again before changing it.");
}
