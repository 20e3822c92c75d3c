using System.Diagnostics.CodeAnalysis;

namespace SecureDocket.Functions.Health;

/// <summary><c>GET /health/live</c>: whether the process responds at all. Uses no dependency.</summary>
public sealed class GetLivenessFunction
{
    /// <summary>200, always.</summary>
    [Function("GetLiveness"), Access(Public = true)]
    [SuppressMessage("Performance", "CA1822", Justification = "Functions must be instance methods, even when they use no instance data.")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        JsonAnswer.Ok(new LivenessView(), HealthJson.Answers.LivenessView);
}

/// <summary>The response of a live process.</summary>
public sealed record LivenessView
{
    /// <summary>Always <c>live</c>.</summary>
    public string Status { get; init; } = "live";
}
