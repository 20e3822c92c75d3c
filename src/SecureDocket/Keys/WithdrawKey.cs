using SecureDocket.Approvals;
using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Keys;

/// <summary>Asks for a key to be put out of force, with every card and list that it ever signed. Another administrator must approve.</summary>
public sealed class WithdrawKey(KeyRing keys, IssuedCards issued, RequestApproval request, TimeProvider clock)
{
    private const int PageSize = 1000;

    // A million cards; a key that signs more than a site's or a month's was given too much.
    private const int PageLimit = 1000;

    /// <summary>Records the request with the number of cards at stake, once however often it is repeated.</summary>
    /// <param name="id">The key.</param>
    /// <param name="reason">Why, from <see cref="WithdrawalReasons"/>.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="operation">The same for every repetition of one request.</param>
    /// <param name="cancellationToken">Ends the wait; repeating the request carries on.</param>
    public async Task<Result<Approval>> ExecuteAsync(KeyId id, string reason, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var known = await keys.KeysAsync(cancellationToken);
        if (known.FirstOrDefault(each => each.Public.Id == id) is not { } key)
        {
            return Refusals.NoSuchKey;
        }

        if (key.Public.WithdrawnAt is not null)
        {
            return new Refusal("key-withdrawn", "The key has been withdrawn already.");
        }

        // Without a list key nothing is published any more, and no verifier would ever hear of this withdrawal.
        if (key.Public.Use == KeyUse.Lists
            && !known.Any(other => other.Public.Id != id && other.Public.Use == KeyUse.Lists && other.Public.SignsAt(clock.GetUtcNow())))
        {
            return new Refusal("no-successor", "No other key signs status lists: make one first, and let verifiers hear of it.");
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
