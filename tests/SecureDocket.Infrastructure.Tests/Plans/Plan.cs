using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Types;

namespace SecureDocket.Infrastructure.Tests.Plans;

/// <summary>
/// What a deployment would make: the Bicep files evaluated from the main one, loops and conditions carried out, what only Azure
/// knows left open.
/// </summary>
internal sealed class Plan
{
    private readonly List<PlannedResource> _resources = [];
    private readonly List<string> _faults = [];

    private Plan(BicepSources sources)
    {
        Sources = sources;
        Types = new BicepTypes(sources);
    }

    public BicepSources Sources { get; }

    public BicepTypes Types { get; }

    /// <summary>What is made, in the order of the files; what is only referred to and what its condition leaves out, too.</summary>
    public IReadOnlyList<PlannedResource> Resources => _resources;

    /// <summary>What is made.</summary>
    public IEnumerable<PlannedResource> Deployed => _resources.Where(resource => resource is { IsDeployed: true, IsExisting: false });

    /// <summary>What could not be evaluated, and arguments that do not fit.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What the main file tells.</summary>
    public IReadOnlyDictionary<string, Value> Outputs { get; private set; } = new Dictionary<string, Value>();

    /// <summary>Evaluates a deployment.</summary>
    /// <param name="sources">The files.</param>
    /// <param name="parameters">The values of the main file's parameters.</param>
    /// <param name="main">The main file.</param>
    public static Plan Make(BicepSources sources, IReadOnlyDictionary<string, Value> parameters, string main = "main.bicep")
    {
        var plan = new Plan(sources);
        var file = sources.Find(main) ?? throw new InvalidOperationException($"There is no {main}.");
        plan.Outputs = new FilePlan(plan, file, parameters, main, file.TargetScope == "subscription" ? "" : "<resource group>").Carry().ToDictionary(output => output.Key, output => output.Value.Value);
        return plan;
    }

    public void Add(PlannedResource resource) => _resources.Add(resource);

    public void Fault(string fault)
    {
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }
}
