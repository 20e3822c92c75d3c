using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Records whether the people who are alike to one are others: the word of a second officer, without which no card is issued.</summary>
public sealed class ReviewAlikePeople(DocketStore dockets, TimeProvider clock)
{
    private const string Reviewed = "alike-people-reviewed";

    private static readonly Refusal s_fourEyes = new("four-eyes", "You enrolled this person or took the photo in yourself: another officer must look at who is alike.");

    /// <summary>Records it, once however often it is repeated. Who was found to be the same person can be found to be another later.</summary>
    /// <param name="id">The person who was enrolled, or whose photo was taken in.</param>
    /// <param name="otherThan">Those who are other people.</param>
    /// <param name="sameAs">Those who are the same person. Together with the others these must be all who wait.</param>
    /// <param name="actor">Who has looked: another than who found them.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Docket>> ExecuteAsync(
        CardholderId id, IReadOnlyList<CardholderId> otherThan, IReadOnlyList<CardholderId> sameAs, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(otherThan);
        ArgumentNullException.ThrowIfNull(sameAs);
        if (await dockets.FindCardholderAsync(id, cancellationToken) is not { } person)
        {
            return Refusals.NoSuchCardholder;
        }

        var decision = Decide(person, otherThan, sameAs, actor);
        if (decision.IsRefused)
        {
            return decision.Refusals.ToList();
        }

        // The other dockets first, and each time: neither of two that are one person's is given a card beside the other's.
        foreach (var other in otherThan.Concat(sameAs))
        {
            var reviewed = person.Alike.First(alike => alike.Id == other) with { Id = id, IsSame = sameAs.Contains(other) };
            var told = await dockets.ChangeAsync(other, docket => Tell(docket.Cardholder, reviewed, actor), actor, OperationId.New(), cancellationToken);
            if (told.IsRefused)
            {
                return told.Refusals.ToList();
            }
        }

        return await dockets.ChangeAsync(id, docket => Decide(docket.Cardholder, otherThan, sameAs, actor), actor, OperationId.New(), cancellationToken);
    }

    /// <summary>What a docket keeps of somebody who was found to be its person, or another after all. Of who is another from the start it keeps nothing.</summary>
    private Result<DocketChange?> Tell(Cardholder person, AlikePerson reviewed, Actor actor)
    {
        var known = person.Alike.FirstOrDefault(alike => alike.Id == reviewed.Id);
        var isSame = reviewed.IsSame == true;
        if (known is null ? !isSame : known.IsSame == isSame || (!isSame && known.IsSame is null))
        {
            return (DocketChange?)null;
        }

        // Whoever found them here, or there, is the second officer in neither docket.
        if (known?.WasFoundBy(actor) == true)
        {
            return s_fourEyes;
        }

        var told = (known ?? reviewed) with { ReviewedBy = actor, ReviewedAt = clock.GetUtcNow(), IsSame = isSame };
        return new DocketChange(Reviewed) { Cardholder = person with { Alike = [told, .. person.Alike.Where(alike => alike.Id != reviewed.Id)] } };
    }

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
            : changed.Any(alike => alike.WasFoundBy(actor))
                ? s_fourEyes
                : new DocketChange(Reviewed)
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
