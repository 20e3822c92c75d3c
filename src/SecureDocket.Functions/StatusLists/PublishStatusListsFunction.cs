using SecureDocket.StatusLists;

namespace SecureDocket.Functions.StatusLists;

/// <summary>Runs four times a minute and publishes changed status lists and the verifier pack, so that a revocation is public within a minute.</summary>
public sealed class PublishStatusListsFunction(PublishStatusLists publish, ILogger<PublishStatusListsFunction> logger)
{
    /// <summary>Every 15 seconds.</summary>
    [Function("PublishStatusLists")]
    public async Task RunAsync([TimerTrigger("*/15 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var published = await publish.ExecuteAsync(cancellationToken);
        if (published.Count > 0)
        {
            Log.StatusListsPublished(logger, published.Count);
        }
    }
}
