using SecureDocket.Dockets;

namespace SecureDocket.Hearings;

/// <summary>Adds every scheduled hearing to its court's day.</summary>
public sealed class CourtDayFollower(CourtDays courtDays) : IDocketFollower
{
    /// <inheritdoc />
    public DocketWord Follows => DocketWord.Hearing;

    /// <inheritdoc />
    /// <remarks>One request per hearing.</remarks>
    public async Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        foreach (var hearing in commit.Change.Hearings)
        {
            await courtDays.AddAsync(commit.Id, hearing, cancellationToken);
        }
    }
}
