using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary><c>GET /api/v1/seals</c>: which disclosures are hidden from the persons concerned, on whose authority and why.</summary>
public sealed class GetSealsFunction(ViewSeals view, TimeProvider clock)
{
    /// <summary>200 with a page of seals, newest first, so that waiting ones are on the first pages.</summary>
    [Function("GetSeals"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/seals")] HttpRequest request, CancellationToken cancellationToken) =>
        (await view.ExecuteAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new SealsView([.. page.Items.Select(seal => SealView.Of(seal, clock.GetUtcNow()))], page.Next), SealsJson.Answers.SealsView));
}
