using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>GET /api/v1/retention/rules</c>: how long records of each class are kept.</summary>
public sealed class GetRetentionRulesFunction(RetentionStore store)
{
    /// <summary>200 with every class, and its rule if somebody set one.</summary>
    [Function("GetRetentionRules"), Access(Roles.ProgramAdministrator, Roles.DocketAuditor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/retention/rules")] HttpRequest request,
        CancellationToken cancellationToken) =>
        JsonAnswer.Ok(RetentionRulesView.Of(await store.RulesAsync(cancellationToken)), RetentionJson.Answers.RetentionRulesView);
}
