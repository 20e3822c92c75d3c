using SecureDocket.Searches;

namespace SecureDocket.Functions.Searches;

/// <summary>The people found by a search.</summary>
/// <param name="Candidates">The people, at most ten; empty when there is nobody.</param>
/// <param name="More">Whether more dockets are registered with the key, so that another key is needed.</param>
public sealed record FoundPeopleView(IReadOnlyList<CandidateView> Candidates, bool More)
{
    internal static FoundPeopleView Of(FoundPeople found) => new([.. found.Candidates.Select(CandidateView.Of)], found.IsCut);
}

/// <summary>A person found, before their docket is opened.</summary>
/// <param name="CardholderId">The docket.</param>
/// <param name="Initials">The initials of the name in Latin letters.</param>
/// <param name="BirthYear">The year of birth.</param>
/// <param name="Href">The docket's address.</param>
public sealed record CandidateView(string CardholderId, string Initials, int BirthYear, string Href)
{
    /// <summary>The address of the photo; absent when none is enrolled.</summary>
    public string? Photo { get; init; }

    internal static CandidateView Of(Candidate found) => new(found.Id.ToString(), found.Initials, found.BirthYear, Links.Cardholder(found.Id))
    {
        Photo = found.HasPhoto ? Links.Photo(found.Id) : null,
    };
}
