using NodaTime;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Lists the offices, with how many come today.</summary>
public sealed class ViewOffices(OfficeStore offices, OfficeDays officeDays, TimeProvider clock)
{
    // An office's day has no more hints in one request.
    private const int HintsPerDay = 1000;
    private const int ReadsAtOnce = 16;

    /// <summary>A page by ID; refused if the token is not from this list. One request, and two for each office.</summary>
    public async Task<Result<Page<ListedOffice>>> ExecuteAsync(string? page, CancellationToken cancellationToken)
    {
        var found = await offices.PageAsync(page, cancellationToken);
        if (found.IsRefused)
        {
            return found.Refusals.ToList();
        }

        var now = clock.GetCurrentInstant();
        var listed = new ListedOffice[found.Value.Items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, listed.Length),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) =>
            {
                var office = found.Value.Items[i];
                var today = office.DayOf(now);
                var hints = await officeDays.ReadAsync(office.Id, today, "", HintsPerDay, ending);
                listed[i] = new(office, hints.Count(hint => hint.Row.Status != CheckInStatus.Cancelled), ClosuresFrom(office.Closures, today));
            });
        return new Page<ListedOffice>(listed, found.Value.Next);
    }

    /// <summary>The number of closures in force from a day on.</summary>
    public static int ClosuresFrom(IReadOnlyList<Closure>? closures, LocalDate day) => closures?.Count(closure => closure.IsInForce && closure.Day >= day) ?? 0;
}

/// <summary>An office on the list.</summary>
/// <param name="Office">The office.</param>
/// <param name="Today">The number of check-ins today, also those that are over, without those that were cancelled or moved away.</param>
/// <param name="Closures">The number of closures in force from today on.</param>
public sealed record ListedOffice(Office Office, int Today, int Closures);
