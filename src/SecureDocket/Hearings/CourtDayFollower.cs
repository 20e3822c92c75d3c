using SecureDocket.Dockets;

namespace SecureDocket.Hearings;

/// <summary>Notes every hearing that is set on the day of its court.</summary>
public sealed class CourtDayFollower(CourtDays courtDays) : IDocketFollower
{
    /// <inheritdoc />
    public DocketWord Follows => DocketWord.Hearing;

    /// <inheritdoc />
    /// <remarks>One request for each hearing.</remarks>
    public async Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        foreach (var hearing in commit.Change.Hearings)
        {
            await courtDays.AddAsync(commit.Id, hearing, cancellationToken);
        }
    }
}
