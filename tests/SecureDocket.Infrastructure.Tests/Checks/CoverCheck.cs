using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Plans;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Every resource is deployed in one of the plans at least: what no plan holds, no other check has seen.</summary>
internal static class CoverCheck
{
    public static IEnumerable<string> Faults(BicepSources sources, IEnumerable<Plan> plans)
    {
        var deployed = plans.SelectMany(plan => plan.Resources).Where(resource => resource.IsDeployed).Select(resource => (resource.File, resource.Symbol)).ToHashSet();
        return sources.Files.SelectMany(file => file.Of<ResourceDeclaration>()
            .Where(resource => !deployed.Contains((file.Path, resource.Name)))
            .Select(resource => $"{file.Path}:{resource.At.Line}: {resource.Name} is deployed in no plan"));
    }
}
