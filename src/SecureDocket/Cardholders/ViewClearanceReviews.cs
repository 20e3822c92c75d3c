using SecureDocket.Cards;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Storage;

namespace SecureDocket.Cardholders;

/// <summary>Lists the cards that are waiting for an officer because the person's clearance is no longer cleared. It contains no names.</summary>
public sealed class ViewClearanceReviews(ClearanceReviews reviews, DocketStore dockets, TimeProvider clock)
{
    private const int ReadsAtOnce = 8;

    // Longer than a command can take between its hint and its commit.
    private static readonly TimeSpan s_mayBegin = TimeSpan.FromHours(1);

    /// <summary>A page, longest waiting first. A page may be short or empty without being the last, and leaves out a docket that is refused. One request, and one or two more per hint.</summary>
    /// <param name="page">The page token; null for the first page.</param>
    public async Task<Result<Page<ClearanceReview>>> ExecuteAsync(string? page, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, "", out var from))
        {
            return Refusals.PageToken;
        }

        var hints = await reviews.ReadAsync(from, Page<ClearanceReview>.Size + 1, cancellationToken);
        var followed = hints.Take(Page<ClearanceReview>.Size).ToList();
        var found = new ClearanceReview?[followed.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, followed.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => found[i] = await TryAsync(followed[i], ending));
        return new Page<ClearanceReview>([.. found.OfType<ClearanceReview>()], hints.Count > followed.Count ? PageToken.Of(followed[^1].Key) : null);
    }

    private async Task<ClearanceReview?> TryAsync(ReviewHint hint, CancellationToken cancellationToken)
    {
        try
        {
            return await FollowAsync(hint, cancellationToken);
        }
        catch (UnreadableException)
        {
            // The alert was raised. The hint stays, and the other reviews are listed.
            return null;
        }
    }

    private async Task<ClearanceReview?> FollowAsync(ReviewHint hint, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var docket = await dockets.LoadAsync(hint.CardholderId, cancellationToken);
        if (docket?.CurrentCard?.AsOf(now) is { Status: CardStatus.Suspended } card && card.ReviewSince == hint.Since)
        {
            return new(hint.CardholderId, hint.Since);
        }

        if (now - hint.Since > s_mayBegin)
        {
            await reviews.CloseAsync(hint.CardholderId, hint.Since, cancellationToken);
        }

        return null;
    }
}

/// <summary>A card that is waiting for an officer's decision.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Since">When the review began.</param>
public sealed record ClearanceReview(CardholderId CardholderId, DateTimeOffset Since);
