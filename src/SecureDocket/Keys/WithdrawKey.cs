using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Signing;

namespace SecureDocket.Keys;

/// <summary>Requests the withdrawal of a key, which invalidates every card and list that it ever signed. Another administrator must approve.</summary>
public sealed class WithdrawKey(KeyRing keys, IssuedCards issued, RequestApproval request)
{
    private const int PageSize = 1000;

    // A million cards; no key should sign more than a site's or a month's.
    private const int PageLimit = 1000;

    /// <summary>Records the request with the number of affected cards; retries have no further effect.</summary>
    /// <param name="id">The key.</param>
    /// <param name="reason">The reason, from <see cref="WithdrawalReasons"/>.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="operation">The operation ID; the same for every retry of one request.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Approval>> ExecuteAsync(KeyId id, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        if ((await keys.KeysAsync(cancellationToken)).FirstOrDefault(each => each.Public.Id == id && each.Public.Use != KeyUse.Anchor)?.Public is not { } key)
        {
            return Refusals.NoSuchKey;
        }

        if (key.WithdrawnAt is not null)
        {
            return KeysRefusals.AlreadyWithdrawn;
        }

        if (!await keys.HasSuccessorAsync(id, cancellationToken))
        {
            return Refusals.NoSuccessor;
        }

        var count = await CountAsync(id.ToString(), cancellationToken);
        return await request.ForKeyAsync(ApprovalKinds.KeyWithdrawal, reason, id.ToString(), count, actor, operation, cancellationToken);
    }

    private async Task<int> CountAsync(string keyId, CancellationToken cancellationToken)
    {
        var (count, after) = (0, default(string));
        for (var page = 0; page < PageLimit; page++)
        {
            var hints = await issued.OfKeyAsync(keyId, after, PageSize, cancellationToken);
            count += hints.Count;
            if (hints.Count < PageSize)
            {
                break;
            }

            after = hints[^1].Key;
        }

        return count;
    }
}
