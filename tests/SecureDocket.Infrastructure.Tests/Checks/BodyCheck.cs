using SecureDocket.Infrastructure.Tests.Plans;
using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Holds every resource's body against the type that Azure publishes for it.</summary>
internal static class BodyCheck
{
    /// <summary>Types for which there are no definitions beside the repository, in the one version that is used.</summary>
    private static readonly HashSet<string> Undefined =
    [
        "Microsoft.Network/privateDnsZones@2024-06-01",
        "Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01",
        "Microsoft.Resources/resourceGroups@2025-04-01",
    ];

    public static IEnumerable<string> Faults(Plan plan, ArmTypes types)
    {
        foreach (var resource in plan.Resources.Where(resource => !resource.IsExisting))
        {
            if (Undefined.Contains($"{resource.Type}@{resource.ApiVersion}"))
            {
                continue;
            }

            if (types.Find($"{resource.Type}@{resource.ApiVersion}") is not { } shape)
            {
                yield return $"{resource.Place}: there is no such type in that API version";
                continue;
            }

            foreach (var fault in ShapeCheck.Faults(resource.Body.Value, shape))
            {
                yield return $"{resource.Place}: {fault}";
            }
        }

        foreach (var resource in plan.Resources.Where(resource => resource.IsExisting && types.Find($"{resource.Type}@{resource.ApiVersion}") is null))
        {
            yield return $"{resource.Place}: there is no such type in that API version";
        }
    }
}
