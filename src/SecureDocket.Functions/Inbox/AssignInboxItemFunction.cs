using SecureDocket.Inbox;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>POST /api/v1/inbox/{itemId}/assignment</c>: gives an item to the caller.</summary>
public sealed class AssignInboxItemFunction(AssignItem assign, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>200 with the item; 409 if another officer has it and <c>takeOver</c> is not set.</summary>
    [Function("AssignInboxItem"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/inbox/{itemId}/assignment")] HttpRequest request,
        string itemId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (json, _) => json.Flag("takeOver") ?? false,
            (takeOver, actor, _) => assign.ExecuteAsync(itemId, takeOver, actor, cancellationToken),
            listed => JsonAnswer.Given(200, InboxItemView.Of(listed, request.Actor(), clock.GetUtcNow()), InboxJson.Answers.InboxItemView),
            cancellationToken);
}
