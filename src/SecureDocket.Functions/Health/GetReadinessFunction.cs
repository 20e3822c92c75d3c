namespace SecureDocket.Functions.Health;

/// <summary><c>GET /health/ready</c>: whether the system does its work, for a probe from outside.</summary>
public sealed class GetReadinessFunction(ReadinessProbe probe)
{
    /// <summary>200, or 503 when something fails; the same body either way.</summary>
    [Function("GetReadiness")]
    [Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var readiness = await probe.AskAsync(cancellationToken);
        var view = new ReadinessView(
            readiness.IsReady ? "ready" : "not-ready",
            readiness.CheckedAt,
            // Which sites are near their quota is no business of whoever asks.
            [.. readiness.Checks.Select(check => new HealthCheckView(check.Name, Names.Of(check.Status), check.Code, check.Since)).Distinct()]);
        return Answer.Of(Answer.Given(readiness.IsReady ? 200 : 503, view, HealthJson.Answers.ReadinessView));
    }
}

/// <summary>Whether the system does its work.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
/// <param name="CheckedAt">When it was looked at: answers are kept for some seconds.</param>
/// <param name="Checks">Everything that was looked at.</param>
public sealed record ReadinessView(string Status, DateTimeOffset CheckedAt, IReadOnlyList<HealthCheckView> Checks);

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failed</c>.</param>
/// <param name="Code">Why, as a stable code; absent when it is well.</param>
/// <param name="Since">Since when, as far as that is known; of <c>sms-events</c> and <c>reminders</c> when it was last noted.</param>
public sealed record HealthCheckView(string Name, string Status, string? Code, DateTimeOffset? Since);
