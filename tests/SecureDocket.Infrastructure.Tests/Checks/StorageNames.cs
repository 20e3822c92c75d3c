using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Storage;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>The tables, containers and queues that the code names, and those that the infrastructure makes.</summary>
internal static class StorageNames
{
    /// <summary>What is made for somebody else than the code, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> NotOfTheCode { get; } = new Dictionary<string, string>
    {
        ["container app-package"] = "the platform's: the application's package",
        ["container sms-events-dead"] = "Event Grid's: what it could not deliver",
    };

    public static IReadOnlyCollection<string> Named() =>
    [
        .. TableNames.All.Select(name => $"table {name}"),
        .. ContainerNames.All.Select(name => $"container {name}"),
        .. AccessRules.FunctionMethods().SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()?.QueueName).OfType<string>().Select(name => $"queue {name}"),
    ];

    public static IReadOnlyCollection<string> Made(Deployment deployment) => [.. deployment.Resources.Select(resource => (resource.Type switch
    {
        "Microsoft.Storage/storageAccounts/tableServices/tables" => "table ",
        "Microsoft.Storage/storageAccounts/blobServices/containers" => "container ",
        "Microsoft.Storage/storageAccounts/queueServices/queues" => "queue ",
        _ => null,
    }, resource.OwnName)).Where(made => made.Item1 is not null).Select(made => made.Item1 + made.OwnName).Distinct()];

    public static IEnumerable<string> Faults(IReadOnlyCollection<string> named, IReadOnlyCollection<string> made) =>
        named.Except(made).Select(name => $"{name} is named in code and not made")
            .Concat(made.Except(named).Except(NotOfTheCode.Keys).Select(name => $"{name} is made and not named in code"))
            .Concat(NotOfTheCode.Keys.Intersect(named).Select(name => $"{name} is the code's own by now: the exception is left over"));
}
