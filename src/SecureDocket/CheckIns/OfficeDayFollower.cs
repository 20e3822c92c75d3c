using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.CheckIns;

/// <summary>
/// Adds every check-in to its office's day, and marks those of these days as changed when the list shows something else of the person or the card; and adds what the change makes an office do.
/// </summary>
public sealed class OfficeDayFollower(OfficeDays officeDays, OfficeWork work) : IDocketFollower
{
    // A day at any office has begun or is about to begin, in whatever zone.
    private static readonly Duration s_near = Duration.FromHours(36);

    /// <inheritdoc />
    public DocketWord Follows => DocketWord.CheckIn;

    /// <inheritdoc />
    /// <remarks>One request per check-in, and one more if it moves or was missed; one for each item of work.</remarks>
    public async Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        var version = (commit.Before?.Version ?? 0) + 1;
        if (commit.Before is { } known && (commit.Change.CheckIns.Count > 0 || commit.Change.Hearings.Count > 0 || commit.Change.Cardholder is not null))
        {
            await work.AddAsync(known.With(commit.Change), version, commit.At, cancellationToken);
        }

        var changed = commit.Change.CheckIns.Select(checkIn => checkIn.Id).ToHashSet(StringComparer.Ordinal);
        var near = commit.Change.Cardholder is null && commit.Change.Cards.Count == 0 ? [] : (commit.Before?.CheckIns ?? [])
            .Where(checkIn => !changed.Contains(checkIn.Id) && checkIn.Instant > commit.At - s_near && checkIn.Instant < commit.At + s_near);
        foreach (var checkIn in commit.Change.CheckIns.Concat(near))
        {
            await officeDays.AddAsync(commit.Id, checkIn, version, cancellationToken);
            if (commit.Before?.CheckIns.FirstOrDefault(before => before.Id == checkIn.Id) is { } before && (before.OfficeId, before.Start) != (checkIn.OfficeId, checkIn.Start))
            {
                // Who moved away is not counted among those who come on the day that they left.
                await officeDays.AddAsync(commit.Id, before with { Status = CheckInStatus.Cancelled }, version, cancellationToken);
            }
        }
    }
}
