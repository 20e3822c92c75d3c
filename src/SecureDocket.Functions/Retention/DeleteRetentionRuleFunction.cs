using SecureDocket.Retention;

namespace SecureDocket.Functions.Retention;

/// <summary><c>DELETE /api/v1/retention/rules/{class}</c>: deletes the rule of a class, so that its records are kept.</summary>
public sealed class DeleteRetentionRuleFunction(SetRetentionRule rules)
{
    /// <summary>204, whether or not there was a rule.</summary>
    [Function("DeleteRetentionRule"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/retention/rules/{class}")] HttpRequest request,
        string @class,
        CancellationToken cancellationToken) => RetentionClasses.Read(@class).ThenAsync(async known =>
        {
            await rules.DeleteAsync(known, cancellationToken);
            return Results.NoContent();
        });
}
