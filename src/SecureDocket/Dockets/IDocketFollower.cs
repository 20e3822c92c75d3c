namespace SecureDocket.Dockets;

/// <summary>Keeps something in step with one word of the docket: it sees every change of the word before the change is committed, whichever command makes it.</summary>
/// <remarks>
/// <see cref="DocketStore"/> asks the followers in order of their words: first all of them to <see cref="Complete"/> the change, then all of them for their
/// hints, then it commits, and then it tells all of them. A commit that lost a race is decided anew and passes through all of it again.
/// </remarks>
public interface IDocketFollower
{
    /// <summary>The word that this follower keeps in step; exactly one follower follows each word of <see cref="DocketWords.Followed"/>.</summary>
    DocketWord Follows { get; }

    /// <summary>Adds to a change what it calls for, so that both are in one commit. Pure.</summary>
    /// <returns>The change to commit; <see cref="DocketCommit.Change"/> itself when there is nothing to add.</returns>
    DocketChange Complete(DocketCommit commit) => commit.Change;

    /// <summary>Writes the hints that lead to what is about to be committed. A hint whose commit never came leads nowhere, and does no harm.</summary>
    Task HintAsync(DocketCommit commit, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hears that the change was committed. Does no I/O.</summary>
    void Committed(DocketCommit commit)
    {
    }
}

/// <summary>A change on its way into a docket.</summary>
/// <param name="Id">The docket.</param>
/// <param name="Before">The docket as the change was decided on it; null when the change opens it.</param>
/// <param name="Change">The change, as far as the followers have completed it.</param>
/// <param name="Operation">The operation that makes it.</param>
/// <param name="At">The present.</param>
public sealed record DocketCommit(CardholderId Id, Docket? Before, DocketChange Change, OperationId Operation, NodaTime.Instant At);

/// <summary>The words of a docket, in the order in which their followers are asked.</summary>
public enum DocketWord
{
    /// <summary>The person.</summary>
    Cardholder,

    /// <summary>The cards.</summary>
    Card,

    /// <summary>The hearings.</summary>
    Hearing,

    /// <summary>The check-ins.</summary>
    CheckIn,

    /// <summary>The documents.</summary>
    Document,

    /// <summary>The reminders; last, since they follow from all the others.</summary>
    Reminder,
}

/// <summary>Which words must be followed.</summary>
public static class DocketWords
{
    /// <summary>The words that have exactly one follower each: without it a list, a court's day or a reminder would be forgotten in silence.</summary>
    public static IReadOnlyList<DocketWord> Followed { get; } = [DocketWord.Card, DocketWord.Hearing, DocketWord.Reminder];

    /// <summary>The followers in order of their words.</summary>
    /// <exception cref="InvalidOperationException">A word that must be followed has no follower or several, or a follower follows another word.</exception>
    internal static IReadOnlyList<IDocketFollower> InOrder(IEnumerable<IDocketFollower> followers)
    {
        var ordered = followers.OrderBy(follower => follower.Follows).ToList();
        var faults = Followed.Except(ordered.Select(follower => follower.Follows)).Select(word => $"{word} has no follower")
            .Concat(ordered.GroupBy(follower => follower.Follows).Where(word => word.Count() > 1).Select(word =>
                $"{word.Key} has {word.Count()} followers ({string.Join(", ", word.Select(follower => follower.GetType().Name))})"))
            .Concat(ordered.Where(follower => !Followed.Contains(follower.Follows)).Select(follower =>
                $"{follower.GetType().Name} follows {follower.Follows}, which nothing follows"))
            .ToList();
        return faults.Count == 0 ? ordered : throw new InvalidOperationException($"The docket's followers are incomplete: {string.Join("; ", faults)}.");
    }
}
