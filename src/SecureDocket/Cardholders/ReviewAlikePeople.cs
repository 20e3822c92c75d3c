using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Records a second officer's decision whether similar people are the same person; no card is issued without it.</summary>
public sealed class ReviewAlikePeople(DocketStore dockets, TimeProvider clock)
{
    private const string Reviewed = "alike-people-reviewed";

    /// <summary>Records the decision; retries have no further effect. A person found to be the same can later be found to be another.</summary>
    /// <param name="id">The person who was enrolled or whose photo was taken.</param>
    /// <param name="otherThan">Those who are other people.</param>
    /// <param name="sameAs">Those who are the same person. Together with <paramref name="otherThan"/> they must be all who are waiting.</param>
    /// <param name="actor">The reviewer, who must not be the officer who found them.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<Docket>> ExecuteAsync(
        CardholderId id, IReadOnlyList<CardholderId> otherThan, IReadOnlyList<CardholderId> sameAs, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(otherThan);
        ArgumentNullException.ThrowIfNull(sameAs);
        if (await dockets.FindCardholderAsync(id, actor, cancellationToken) is not { } person)
        {
            return Refusals.NoSuchCardholder;
        }

        var decision = Decide(person, otherThan, sameAs, actor);
        if (decision.IsRefused)
        {
            return decision.Refusals.ToList();
        }

        // The other dockets are changed first, every time: neither of two dockets of one person gets a card while the other has one.
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

    /// <summary>
    /// The change to a docket whose person was found to be the same, or another after all. A docket records nothing of someone who was
    /// another person from the start.
    /// </summary>
    private Result<DocketChange?> Tell(Cardholder person, AlikePerson reviewed, Actor actor)
    {
        var known = person.Alike.FirstOrDefault(alike => alike.Id == reviewed.Id);
        var isSame = reviewed.IsSame == true;
        if (known is null ? !isSame : known.IsSame == isSame || (!isSame && known.IsSame is null))
        {
            return (DocketChange?)null;
        }

        // An officer who found the match in either docket is the second officer in neither.
        if (known?.WasFoundBy(actor) == true)
        {
            return CardholdersRefusals.OwnAlikePerson;
        }

        var told = (known ?? reviewed) with { ReviewedBy = actor, ReviewedAt = clock.GetUtcNow(), IsSame = isSame };
        return new DocketChange(Reviewed) { Cardholder = person with { Alike = [told, .. person.Alike.Where(alike => alike.Id != reviewed.Id)] } };
    }

    private Result<DocketChange?> Decide(Cardholder person, IReadOnlyList<CardholderId> otherThan, IReadOnlyList<CardholderId> sameAs, Actor actor)
    {
        var named = otherThan.Concat(sameAs).ToHashSet();
        if (named.Except(person.Alike.Select(alike => alike.Id)).Any() || otherThan.Intersect(sameAs).Any())
        {
            return CardholdersRefusals.NotAlike;
        }

        var decided = person.Alike.Where(alike => named.Contains(alike.Id)).ToList();
        if (person.Alike.Any(alike => alike.ReviewedBy is null && !named.Contains(alike.Id)))
        {
            return CardholdersRefusals.MoreAlike;
        }

        var changed = decided.Where(alike => alike.IsSame != sameAs.Contains(alike.Id)).ToList();
        return changed.Count == 0 ? (DocketChange?)null
            : changed.Any(alike => alike.WasFoundBy(actor))
                ? CardholdersRefusals.OwnAlikePerson
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
