using SecureDocket.Inbox;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>POST /api/v1/inbox/{itemId}/closing</c>: closes an item with a note, without a text.</summary>
public sealed class CloseInboxItemFunction(CloseItem close, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>200 with the item; 409 if another officer has it or it is done.</summary>
    [Function("CloseInboxItem"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/inbox/{itemId}/closing")] HttpRequest request,
        string itemId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (json, _) => json.Text("note"),
            (note, actor, operation) => close.ExecuteAsync(itemId, note, actor, operation, cancellationToken),
            listed => JsonAnswer.Given(200, InboxItemView.Of(listed, request.Actor(), clock.GetUtcNow()), InboxJson.Answers.InboxItemView),
            cancellationToken);
}
