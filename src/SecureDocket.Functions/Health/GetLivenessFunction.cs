using System.Diagnostics.CodeAnalysis;

namespace SecureDocket.Functions.Health;

/// <summary><c>GET /health/live</c>: whether a process answers at all. It asks nothing and nobody.</summary>
public sealed class GetLivenessFunction
{
    /// <summary>200, always.</summary>
    [Function("GetLiveness")]
    [Access(Public = true)]
    [SuppressMessage("Performance", "CA1822", Justification = "A function is an instance's method, also this one that needs nothing of it.")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        Answer.Ok(new LivenessView(), HealthJson.Answers.LivenessView);
}

/// <summary>What a process that answers says.</summary>
public sealed record LivenessView
{
    /// <summary>Always <c>live</c>.</summary>
    public string Status { get; init; } = "live";
}
