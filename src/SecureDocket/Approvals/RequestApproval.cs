using SecureDocket.Cards;

namespace SecureDocket.Approvals;

/// <summary>Requests a command that another administrator must approve.</summary>
public sealed class RequestApproval(ApprovalStore approvals, TimeProvider clock)
{
    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="kind">The command, from <see cref="ApprovalKinds"/>.</param>
    /// <param name="reason">The reason, in the codes of the kind.</param>
    /// <param name="cards">The cards.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Approval> ForCardsAsync(
        string kind, string reason, IReadOnlyList<CardNumber> cards, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        return approvals.AddAsync(Make(kind, reason, cards.Count, actor, operation), cards, cancellationToken);
    }

    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="kind">The command, from <see cref="ApprovalKinds"/>.</param>
    /// <param name="reason">The reason, in the codes of the kind.</param>
    /// <param name="keyId">The key.</param>
    /// <param name="cards">The number of cards that the key was chosen to sign.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Approval> ForKeyAsync(
        string kind, string reason, string keyId, int cards, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        approvals.AddAsync(Make(kind, reason, cards, actor, operation) with { KeyId = keyId }, [], cancellationToken);

    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="reason">The reason, in the codes of the kind.</param>
    /// <param name="closure">The closure.</param>
    /// <param name="dates">The number of dates that fall into it.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Approval> ForClosureAsync(
        string reason, ApprovalClosure closure, int dates, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        approvals.AddAsync(Make(ApprovalKinds.Closure, reason, dates, actor, operation) with { Closure = closure }, [], cancellationToken);

    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="reason">The reason, in the codes of the kind.</param>
    /// <param name="docket">The docket to erase.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Approval> ForErasureAsync(string reason, CardholderId docket, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        approvals.AddAsync(Make(ApprovalKinds.Erasure, reason, 0, actor, operation) with { Docket = docket }, [], cancellationToken);

    /// <summary>Records the request; retries have no further effect.</summary>
    /// <param name="reason">The reason, in the codes of the kind.</param>
    /// <param name="report">The report of retention to release.</param>
    /// <param name="dockets">The number of dockets that it lists.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public Task<Approval> ForReportAsync(string reason, string report, int dockets, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        approvals.AddAsync(Make(ApprovalKinds.Retention, reason, dockets, actor, operation) with { Report = report }, [], cancellationToken);

    private Approval Make(string kind, string reason, int cards, Actor actor, OperationId operation)
    {
        var now = clock.GetUtcNow();
        return new Approval
        {
            Id = ApprovalStore.NewId(now, operation),
            Kind = kind,
            Status = ApprovalStatus.Pending,
            Reason = reason,
            Cards = cards,
            RequestedBy = actor,
            RequestedAt = now,
            ExpiresAt = now + Approval.OpenFor,
            Operation = operation.Value,
        };
    }
}
