using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>Records a disposal in a docket's journal.</summary>
internal static class Disposals
{
    /// <summary>Commits what a disposal changes in a docket, decided again on the docket as it then is. The event names both administrators.</summary>
    public static Task<Result<Docket>> DisposeAsync(
        this DocketStore dockets, Docket docket, Func<Docket, DocketChange?> decide, Release release, CancellationToken cancellationToken)
    {
        var id = docket.Cardholder.Id;
        return dockets.ChangeAsync(
            id,
            now => decide(now) is { } change ? change with { RequestedBy = release.Approval.RequestedBy } : (DocketChange?)null,
            release.Approval.ApprovedBy!,
            release.OperationOn(id),
            cancellationToken);
    }
}
