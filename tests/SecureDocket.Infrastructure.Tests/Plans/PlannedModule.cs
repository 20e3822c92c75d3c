namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>One use of a module.</summary>
/// <param name="Path">The module's file.</param>
/// <param name="Place">Where it is used.</param>
/// <param name="IsDeployed">Whether its condition lets it be deployed.</param>
/// <param name="Outputs">What it tells, by name.</param>
internal sealed record PlannedModule(string Path, string Place, bool IsDeployed, IReadOnlyDictionary<string, Lazy<Value>> Outputs);
