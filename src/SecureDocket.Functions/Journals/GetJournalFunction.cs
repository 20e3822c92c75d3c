using SecureDocket.Journals;

namespace SecureDocket.Functions.Journals;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/journal</c>: a docket's history, with a check of its chain.</summary>
public sealed class GetJournalFunction(ReadHistory history)
{
    /// <summary>200 with a page of events.</summary>
    [Function("GetJournal")]
    [Access(Roles.DocketAuditor)]
    [Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/journal")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await history.JournalAsync(id, request.Query["page"], request.Actor(), cancellationToken))
            .OrProblem(page => Answer.Ok(JournalView.Of(page), JournalsJson.Answers.JournalView)));
}

/// <summary>A page of a journal.</summary>
/// <param name="Chain">The check of the whole chain.</param>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record JournalView(ChainView Chain, IReadOnlyList<EventView> Events, string? Next)
{
    internal static JournalView Of(JournalPage page) => new(
        new(page.Chain.Unbroken, page.Chain.BrokenAt),
        [.. page.Events.Items.Select(EventView.Of)],
        page.Events.Next);
}

/// <summary>Whether the chain holds.</summary>
/// <param name="Unbroken">Every link holds.</param>
/// <param name="BrokenAt">The first sequence that does not.</param>
public sealed record ChainView(bool Unbroken, long? BrokenAt);

/// <summary>One event; what changed is named, not shown.</summary>
/// <param name="Sequence">Its place, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Role">In which role.</param>
/// <param name="Actor">Who, as an opaque ID.</param>
/// <param name="RequestedBy">Who asked for it, when two people were needed; absent otherwise.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Changed">The rows that it wrote.</param>
/// <param name="Hash">Its hash, hex.</param>
public sealed record EventView(
    long Sequence, DateTimeOffset At, string Kind, string Role, string Actor, string? RequestedBy, string Operation, IReadOnlyList<string> Changed, string Hash)
{
    internal static EventView Of(JournalEvent link) => new(
        link.Sequence, link.At, link.Kind, link.Actor.Role, link.Actor.Id, link.RequestedBy?.Id, link.Operation,
        [.. link.Changes.Select(change => change.Key)], Convert.ToHexStringLower(link.Hash));
}
