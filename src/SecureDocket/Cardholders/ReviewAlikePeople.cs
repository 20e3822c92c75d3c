using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Records whether the people who are alike to one are others: the word of a second officer, without which no card is issued.</summary>
public sealed class ReviewAlikePeople(DocketStore dockets, TimeProvider clock)
{
    /// <summary>Records it, once however often it is repeated. Who was found to be the same person can be found to be another later.</summary>
    /// <param name="id">The person who was enrolled, or whose photo was taken in.</param>
    /// <param name="otherThan">Those who are other people.</param>
    /// <param name="sameAs">Those who are the same person. Together with the others these must be all who wait.</param>
    /// <param name="actor">Who has looked: another than who found them.</param>
    /// <param name="cancellationToken">Ends the wait; repeating carries on.</param>
    public Task<Result<Docket>> ExecuteAsync(
        CardholderId id, IReadOnlyList<CardholderId> otherThan, IReadOnlyList<CardholderId> sameAs, Actor actor, CancellationToken cancellationToken) =>
        dockets.ChangeAsync(id, docket => Decide(docket.Cardholder, otherThan, sameAs, actor), actor, OperationId.New(), cancellationToken);

    private Result<DocketChange?> Decide(Cardholder person, IReadOnlyList<CardholderId> otherThan, IReadOnlyList<CardholderId> sameAs, Actor actor)
    {
        var named = otherThan.Concat(sameAs).ToHashSet();
        if (named.Except(person.Alike.Select(alike => alike.Id)).Any() || otherThan.Intersect(sameAs).Any())
        {
            return new Refusal("alike-person", "Some of these are not alike to this person, or are named twice.", "otherThan");
        }

        var decided = person.Alike.Where(alike => named.Contains(alike.Id)).ToList();
        if (person.Alike.Any(alike => alike.ReviewedBy is null && !named.Contains(alike.Id)))
        {
            return new Refusal("alike-person", "Others wait too: name all who are alike to this person, in otherThan or in sameAs.", "otherThan");
        }

        var changed = decided.Where(alike => alike.IsSame != sameAs.Contains(alike.Id)).ToList();
        return changed.Count == 0 ? (DocketChange?)null
            : changed.FirstOrDefault(alike => alike.FoundBy.Id == actor.Id) is not null
                ? new Refusal("four-eyes", "You enrolled this person or took the photo in yourself: another officer must look at who is alike.")
                : new DocketChange("alike-people-reviewed")
                {
                    Cardholder = person with
                    {
                        Alike =
                        [
                            .. person.Alike.Select(alike => changed.Contains(alike)
                                ? alike with { ReviewedBy = actor, ReviewedAt = clock.GetUtcNow(), IsSame = sameAs.Contains(alike.Id) }
                                : alike),
                        ],
                    },
                };
    }
}
