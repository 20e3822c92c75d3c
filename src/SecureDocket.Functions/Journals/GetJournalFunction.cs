using SecureDocket.Journals;

namespace SecureDocket.Functions.Journals;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/journal</c>: a docket's history and a check of its hash chain.</summary>
public sealed class GetJournalFunction(ViewHistory history)
{
    /// <summary>200 with a page of events.</summary>
    [Function("GetJournal"), Access(Roles.DocketAuditor), Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/journal")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await history.JournalAsync(id, request.Query["page"], request.Actor(), cancellationToken))
            .OrProblem(page => JsonAnswer.Ok(JournalView.Of(page), JournalsJson.Answers.JournalView)));
}

/// <summary>A page of a journal.</summary>
/// <param name="Chain">The check of the whole chain.</param>
/// <param name="Events">The events, oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record JournalView(ChainView Chain, IReadOnlyList<EventView> Events, string? Next)
{
    /// <summary>When the docket was erased, so that nobody can read its events; absent for any other docket.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    internal static JournalView Of(JournalPage page) => new(
        new(page.Chain.Unbroken, page.Chain.BrokenAt),
        [.. page.Events.Items.Select(EventView.Of)],
        page.Events.Next)
    {
        ErasedAt = page.Erasure?.ErasedAt,
    };
}

/// <summary>The result of checking the chain.</summary>
/// <param name="Unbroken">Whether every link is valid.</param>
/// <param name="BrokenAt">The sequence number of the first broken link.</param>
public sealed record ChainView(bool Unbroken, long? BrokenAt);

/// <summary>One event. Changes are named but not shown.</summary>
/// <param name="Sequence">Its sequence number, starting at 1.</param>
/// <param name="At">When it happened.</param>
/// <param name="Kind">The kind of event.</param>
/// <param name="Role">The actor's role.</param>
/// <param name="Actor">The actor, as an opaque ID.</param>
/// <param name="RequestedBy">Who requested it, when two people were required; otherwise absent.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Changed">The rows it wrote.</param>
/// <param name="Hash">Its hash, in hexadecimal.</param>
public sealed record EventView(
    long Sequence, DateTimeOffset At, string Kind, string Role, string Actor, string? RequestedBy, string Operation, IReadOnlyList<string> Changed, string Hash)
{
    internal static EventView Of(JournalEvent link) => new(
        link.Sequence, link.At, link.Kind, link.Actor.Role, link.Actor.Id, link.RequestedBy?.Id, link.Operation,
        [.. link.Changes.Select(change => change.Key)], Convert.ToHexStringLower(link.Hash));
}
