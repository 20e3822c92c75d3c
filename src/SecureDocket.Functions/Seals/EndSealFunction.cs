using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary><c>POST /api/v1/seals/{sealId}/end</c>: declines an officer's seal, or ends a confirmed one.</summary>
public sealed class EndSealFunction(DecideSeal seals, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>200 with the seal; the person now sees the disclosure.</summary>
    [Function("EndSeal"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/seals/{sealId}/end")] HttpRequest request,
        string sealId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (actor, _) => seals.EndAsync(sealId, actor, cancellationToken),
            seal => JsonAnswer.Given(200, SealView.Of(seal, clock.GetUtcNow()), SealsJson.Answers.SealView),
            cancellationToken);
}
