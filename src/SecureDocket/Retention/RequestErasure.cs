using SecureDocket.Approvals;
using SecureDocket.Dockets;

namespace SecureDocket.Retention;

/// <summary>Requests the erasure of a docket. Another administrator must approve it.</summary>
public sealed class RequestErasure(Erasing erasing, RequestApproval request)
{
    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="id">The docket.</param>
    /// <param name="reason">The reason, from <see cref="ErasureReasons"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>The approval; refused for an unknown docket, one that is on hold, and one that was erased.</returns>
    public async Task<Result<Approval>> ExecuteAsync(CardholderId id, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        await erasing.RefusalOfAsync(id, cancellationToken) is { } refusal
            ? refusal
            : await request.ForErasureAsync(reason, id, actor, operation, cancellationToken);
}
