using SecureDocket.Conversations;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>POST /api/v1/inbox/{itemId}/answer</c>: answers an item by text.</summary>
public sealed class AnswerInboxItemFunction(AnswerItem answer, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>200 with the item; 400 with every rule that the text breaks; 409 if another officer has it or it is done.</summary>
    [Function("AnswerInboxItem"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/inbox/{itemId}/answer")] HttpRequest request,
        string itemId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            AnswerBody.Read,
            (form, actor, operation) => answer.ExecuteAsync(itemId, form, actor, operation, cancellationToken),
            listed => JsonAnswer.Given(200, InboxItemView.Of(listed, request.Actor(), clock.GetUtcNow()), InboxJson.Answers.InboxItemView),
            cancellationToken);
}
