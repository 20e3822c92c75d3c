using SecureDocket.Disclosures;
using SecureDocket.Limits;
using SecureDocket.Storage;

namespace SecureDocket.Searches;

/// <summary>Finds people by a key that few share. Officers see initials, birth year and photo, until they open a docket.</summary>
/// <remarks>
/// The search is on record before its answer, and so is a disclosure for each person who is shown. A protected person is a miss in everything that
/// can be observed: answer, record, counts, requests.
/// </remarks>
public sealed class FindPeople(
    SearchedDockets dockets, SearchLog log, DisclosureLog disclosures, RateLimits rateLimits, SearchOptions options, KeyedHash hash, ISearchAlarm alarm, Telemetry telemetry,
    TimeProvider clock)
{
    /// <summary>The number of misses of one officer within an hour from which an alert is raised: a desk mistypes now and then.</summary>
    public const int UnusualMisses = 20;

    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private static readonly string[] s_fields = ["initials", "birthYear", "photo"];

    /// <summary>
    /// Searches. Two requests that count it, those of <see cref="SearchedDockets"/>, one that records it, and one for each person shown; a miss costs
    /// at most two more.
    /// </summary>
    /// <param name="key">What to search by.</param>
    /// <param name="purpose">The purpose, one of <see cref="SearchForm.Purposes"/>.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The people found; refused if the officer has searched too often.</returns>
    public async Task<Result<FoundPeople>> ExecuteAsync(SearchKey key, Purpose purpose, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var officer = hash.KeyOf("searches", actor.Id);
        var now = clock.GetUtcNow();
        if (!await rateLimits.TakeAsync($"search|{officer}", options.PerHour, s_hour, cancellationToken))
        {
            return SearchesRefusals.TooManySearches(options.PerHour, s_hour - TimeSpan.FromTicks(now.UtcTicks % s_hour.Ticks));
        }

        var (people, isCut) = await dockets.FindAsync(key, actor, cancellationToken);
        SearchEvent search = new()
        {
            Id = OperationId.New().Value,
            At = now,
            By = actor,
            Kind = key.Kind,
            Key = log.KeyOf(key),
            Purpose = purpose,
            Shown = people.Count,
        };
        await log.AddAsync(search, cancellationToken);
        foreach (var person in people)
        {
            await disclosures.RecordAsync(person.Id, DisclosureOf(search), cancellationToken);
        }

        if (people.Count == 0 && !await rateLimits.TakeAsync($"search-misses|{officer}", UnusualMisses - 1, s_hour, cancellationToken))
        {
            alarm.Missed(UnusualMisses);
        }

        telemetry.Searched(key.Kind, people.Count > 0);
        return new FoundPeople([.. people.Select(person => new Candidate(person.Id, person.Details.Initials, person.Details.BirthDate.Year, person.Photo is not null))], isCut);
    }

    private static Disclosure DisclosureOf(SearchEvent search) => new()
    {
        Id = OperationId.New().Value,
        At = search.At,
        Recipient = search.By,
        Purpose = Purpose.Search,
        Fields = s_fields,
        Subject = search.Id,
    };
}

/// <summary>The people found by a search.</summary>
/// <param name="Candidates">The people, by ID.</param>
/// <param name="IsCut">Whether more dockets were registered with the key than are shown.</param>
public sealed record FoundPeople(IReadOnlyList<Candidate> Candidates, bool IsCut);

/// <summary>A person found, as little as lets an officer tell people apart.</summary>
/// <param name="Id">The docket.</param>
/// <param name="Initials">The initials of the name in Latin letters.</param>
/// <param name="BirthYear">The year of birth.</param>
/// <param name="HasPhoto">Whether a photo is enrolled.</param>
public sealed record Candidate(CardholderId Id, string Initials, int BirthYear, bool HasPhoto);
