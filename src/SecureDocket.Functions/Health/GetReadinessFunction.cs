namespace SecureDocket.Functions.Health;

/// <summary><c>GET /health/ready</c>: whether the system is working, for an external probe.</summary>
public sealed class GetReadinessFunction(ReadinessProbe probe)
{
    /// <summary>200, or 503 when a check fails, with the same form of body.</summary>
    [Function("GetReadiness"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request, CancellationToken cancellationToken)
    {
        var readiness = await probe.AskAsync(cancellationToken);
        var view = new ReadinessView(
            readiness.IsReady ? "ready" : "not-ready",
            readiness.CheckedAt,
            // Do not reveal which sites are near their quota to anonymous callers.
            [.. readiness.Checks.Select(check => new HealthCheckView(check.Name, Names.Of(check.Status), check.Code, check.Since)).Distinct()]);
        return JsonAnswer.Of(JsonAnswer.Given(readiness.IsReady ? 200 : 503, view, HealthJson.Answers.ReadinessView));
    }
}

/// <summary>Whether the system is working.</summary>
/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
/// <param name="CheckedAt">When the checks ran; results are cached for a few seconds.</param>
/// <param name="Checks">All checks.</param>
public sealed record ReadinessView(string Status, DateTimeOffset CheckedAt, IReadOnlyList<HealthCheckView> Checks);

/// <summary>One check.</summary>
/// <param name="Name">The name of the check.</param>
/// <param name="Status"><c>ok</c>, <c>warning</c> or <c>failed</c>.</param>
/// <param name="Code">The reason as a stable code; absent when the check is ok.</param>
/// <param name="Since">Since when, if known; for <c>sms-events</c> and <c>reminders</c>, when it was last noted.</param>
public sealed record HealthCheckView(string Name, string Status, string? Code, DateTimeOffset? Since);
