using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary><c>POST /api/v1/seals/{sealId}/confirmation</c>: confirms an officer's seal, which then lasts until its day.</summary>
public sealed class ConfirmSealFunction(DecideSeal seals, IdempotentRequests requests, TimeProvider clock)
{
    /// <summary>200 with the seal.</summary>
    [Function("ConfirmSeal"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/seals/{sealId}/confirmation")] HttpRequest request,
        string sealId,
        CancellationToken cancellationToken) => requests.RunAsync(
            request,
            (actor, _) => seals.ConfirmAsync(sealId, actor, cancellationToken),
            seal => JsonAnswer.Given(200, SealView.Of(seal, clock.GetUtcNow()), SealsJson.Answers.SealView),
            cancellationToken);
}
