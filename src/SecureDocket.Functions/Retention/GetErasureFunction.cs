using SecureDocket.Dockets;

namespace SecureDocket.Functions.Retention;

/// <summary><c>GET /api/v1/erasures/{docketId}</c>: how far the erasure of a docket is, and in the end its certificate.</summary>
public sealed class GetErasureFunction(Erasures erasures)
{
    /// <summary>200 with the erasure; 404 for a docket that was not erased.</summary>
    [Function("GetErasure"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/erasures/{docketId}")] HttpRequest request,
        string docketId,
        CancellationToken cancellationToken) => Address.Cardholder(docketId).ThenAsync(async id => await erasures.FindAsync(id, cancellationToken) is { } erasure
            ? JsonAnswer.Ok(ErasureView.Of(erasure), RetentionJson.Answers.ErasureView)
            : ProblemResult.Of([Refusals.NoSuchErasure]));
}
