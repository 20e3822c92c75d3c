using SecureDocket.Cards;

namespace SecureDocket.Approvals;

/// <summary>Asks for a command that another administrator must approve.</summary>
public sealed class RequestApproval(ApprovalStore approvals, TimeProvider clock)
{
    /// <summary>Records the request, once however often it is repeated.</summary>
    /// <param name="kind">What is to be done, from <see cref="ApprovalKinds"/>.</param>
    /// <param name="reason">Why, in the codes of the kind.</param>
    /// <param name="cards">To which cards.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public Task<Approval> ExecuteAsync(
        string kind, string reason, IReadOnlyList<CardNumber> cards, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cards);
        var now = clock.GetUtcNow();
        var approval = new Approval
        {
            Id = ApprovalStore.NewId(now, operation),
            Kind = kind,
            Status = ApprovalStatus.Pending,
            Reason = reason,
            Cards = cards.Count,
            RequestedBy = actor,
            RequestedAt = now,
            ExpiresAt = now + Approval.OpenFor,
            Operation = operation.Value,
        };
        return approvals.AddAsync(approval, cards, cancellationToken);
    }
}
