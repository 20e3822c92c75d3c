using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>PUT /api/v1/retention/rules/{class}</c>: sets how long records of a class are kept. It disposes of nothing.</summary>
public sealed class PutRetentionRuleFunction(SetRetentionRule rules)
{
    /// <summary>200 with the rule, also when repeated.</summary>
    [Function("PutRetentionRule"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/retention/rules/{class}")] HttpRequest request,
        string @class,
        CancellationToken cancellationToken) => RetentionClasses.Read(@class).ThenAsync(known => request.SetAsync(
            (json, faults) => RetentionRule.Create(known, json.Text("trigger"), json.Text("period"), json.Text("action"), json.Text("authority")).ValueOr(faults)!,
            async (rule, actor) => (Result<RetentionRule>)await rules.PutAsync(rule, actor, cancellationToken),
            rule => JsonAnswer.Ok(RetentionRuleView.Of(rule), RetentionJson.Answers.RetentionRuleView),
            cancellationToken));
}
