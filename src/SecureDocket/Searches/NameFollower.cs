using SecureDocket.Dockets;

namespace SecureDocket.Searches;

/// <summary>Writes the hints by which a person is found by name, when the docket is opened and whenever the name, the year of birth or the nationality changes.</summary>
public sealed class NameFollower(NameIndex names) : IDocketFollower
{
    /// <inheritdoc />
    public DocketWord Follows => DocketWord.Cardholder;

    /// <inheritdoc />
    /// <remarks>As <see cref="NameIndex.AddAsync"/>. Hints of an earlier name stay: people go on to ask for it, and the docket decides.</remarks>
    public async Task HintAsync(DocketCommit commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(commit);
        if (commit.Change.Cardholder?.Details is { } details && (commit.Before is null || NameIndex.Differ(commit.Before.Cardholder.Details, details)))
        {
            await names.AddAsync(commit.Id, details, cancellationToken);
        }
    }
}
