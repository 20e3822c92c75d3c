using SecureDocket.Conversations;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>GET /api/v1/inbox/{itemId}</c>: what a person wrote.</summary>
public sealed class GetInboxItemFunction(ViewInboxItem view, TimeProvider clock)
{
    /// <summary>200 with the item, after the disclosure is recorded.</summary>
    [Function("GetInboxItem"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/inbox/{itemId}")] HttpRequest request,
        string itemId,
        CancellationToken cancellationToken) => (await view.ExecuteAsync(itemId, request.Actor(), cancellationToken)).OrProblem(opened =>
            JsonAnswer.Ok(OpenedItemView.Of(opened, request.Actor(), clock.GetUtcNow()), InboxJson.Answers.OpenedItemView));
}
