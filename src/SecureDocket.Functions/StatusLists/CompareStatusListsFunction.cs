using SecureDocket.StatusLists;

namespace SecureDocket.Functions.StatusLists;

/// <summary>Runs every night, compares the published status lists with the dockets, and rebuilds those that differ.</summary>
public sealed class CompareStatusListsFunction(CompareStatusLists compare, ILogger<CompareStatusListsFunction> logger)
{
    /// <summary>At 5:10 UTC, outside office hours on both coasts.</summary>
    [Function("CompareStatusLists")]
    public async Task RunAsync([TimerTrigger("0 10 5 * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        foreach (var (list, count) in await compare.ExecuteAsync(cancellationToken))
        {
            Log.StatusListDiffers(logger, list, count);
        }
    }
}
