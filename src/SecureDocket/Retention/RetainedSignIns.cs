using SecureDocket.Dockets;
using SecureDocket.SignIns;

namespace SecureDocket.Retention;

/// <summary>PINs and codes of people whose last card has expired, who cannot sign in with them.</summary>
internal sealed class RetainedSignIns(DocketStore dockets, SignInStore signIns) : IRetainedByDocket
{
    /// <inheritdoc />
    public RetentionClass Class => RetentionClasses.SignIns;

    /// <inheritdoc />
    public Task<int> CountDueAsync(Docket docket, RetentionPeriod period, CancellationToken cancellationToken) => Task.FromResult(IsDue(docket, period) ? 1 : 0);

    /// <inheritdoc />
    public async Task<bool> DisposeAsync(Docket docket, RetentionPeriod period, Release release, CancellationToken cancellationToken)
    {
        await signIns.DropAsync(docket.Cardholder.Id, cancellationToken);
        await dockets.DisposeAsync(
            docket,
            now => IsDue(now, period)
                ? new DocketChange("sign-ins-disposed") { Cardholder = now.Cardholder with { PinSetAt = null, CodesPrintedBy = null, KioskCodeBy = null } }
                : null,
            release,
            cancellationToken);
        return true;
    }

    private static bool IsDue(Docket docket, RetentionPeriod period) =>
        docket.Cardholder is { PinSetAt: not null } or { CodesPrintedBy: not null } or { KioskCodeBy: not null }
        && docket.Cards.Select(card => (DateTimeOffset?)card.Expires).Max() < period.DueBefore;
}
