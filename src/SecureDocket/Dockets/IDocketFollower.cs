namespace SecureDocket.Dockets;

/// <summary>Keeps something in step with one word of the docket. It sees every change of the word before the commit, whichever command makes it.</summary>
/// <remarks>
/// <see cref="DocketStore"/> calls the followers in the order of their words: first all of them <see cref="Complete"/> the change, then all of them write their
/// hints, then the store commits, and then it notifies all of them. A commit that lost a race is decided again and goes through all of this again.
/// </remarks>
public interface IDocketFollower
{
    /// <summary>The word that this follower keeps in step; exactly one follower follows each word of <see cref="DocketWords.Followed"/>.</summary>
    DocketWord Follows { get; }

    /// <summary>Adds the consequences of a change to it, so that both are in one commit. Pure.</summary>
    /// <returns>The change to commit; <see cref="DocketCommit.Change"/> itself if there is nothing to add.</returns>
    DocketChange Complete(DocketCommit commit) => commit.Change;

    /// <summary>Writes the hints that lead to the data about to be committed. A hint without its commit leads nowhere and is harmless.</summary>
    Task HintAsync(DocketCommit commit, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Is called after the change was committed. Does no I/O.</summary>
    void Committed(DocketCommit commit)
    {
    }
}

/// <summary>A change that is being committed to a docket.</summary>
/// <param name="Id">The docket.</param>
/// <param name="Before">The docket on which the change was decided; null if the change opens it.</param>
/// <param name="Change">The change, as completed by the followers so far.</param>
/// <param name="Operation">The operation of the change.</param>
/// <param name="At">The current time.</param>
public sealed record DocketCommit(CardholderId Id, Docket? Before, DocketChange Change, OperationId Operation, NodaTime.Instant At);

/// <summary>The words of a docket, in the order in which their followers are called.</summary>
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

    /// <summary>The reminders; they are last because they follow from all the others.</summary>
    Reminder,
}

/// <summary>The words that must be followed.</summary>
public static class DocketWords
{
    /// <summary>The words that must have exactly one follower each; without it, a name, a status list, a court day, an office day or a reminder would be missed silently.</summary>
    public static IReadOnlyList<DocketWord> Followed { get; } = [DocketWord.Cardholder, DocketWord.Card, DocketWord.Hearing, DocketWord.CheckIn, DocketWord.Reminder];

    /// <summary>The followers in order of their words.</summary>
    /// <exception cref="InvalidOperationException">A word that must be followed has no follower or several, or a follower follows another word.</exception>
    internal static IReadOnlyList<IDocketFollower> InOrder(IEnumerable<IDocketFollower> followers)
    {
        var ordered = followers.OrderBy(follower => follower.Follows).ToList();
        var faults = Followed.Except(ordered.Select(follower => follower.Follows)).Select(word => $"{word} has no follower")
            .Concat(ordered.GroupBy(follower => follower.Follows).Where(word => word.Count() > 1).Select(word =>
                $"{word.Key} has {word.Count()} followers ({string.Join(", ", word.Select(follower => follower.GetType().Name))})"))
            .Concat(ordered.Where(follower => !Followed.Contains(follower.Follows)).Select(follower =>
                $"{follower.GetType().Name} follows {follower.Follows}, which must not have a follower"))
            .ToList();
        return faults.Count == 0 ? ordered : throw new InvalidOperationException($"The docket's followers are incomplete: {string.Join("; ", faults)}.");
    }
}
