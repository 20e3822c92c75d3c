using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Settings;
using SecureDocket.Infrastructure.Tests.Bicep;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>The settings that the code reads, and those that the infrastructure sets.</summary>
internal static class AppSettings
{
    private const string Separator = "__";

    /// <summary>What the host reads of a connection by identity.</summary>
    private static readonly string[] ConnectionParts = ["queueServiceUri", "credential", "clientId"];

    /// <summary>What the code can be told and Azure does not tell it, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> OnlyElsewhere { get; } = new Dictionary<string, string>
    {
        ["SecureDocket__Access__SignInMetadataPath"] = "the local host is its own issuer; Entra's metadata is at MetadataAddress",
        ["SecureDocket__Sms__ConnectionString"] = "keys are off; the sender's identity is used",
        ["SecureDocket__Storage__ConnectionString"] = "keys are off; the application's identity is used",
    };

    /// <summary>What the host and the platform read, with the reason for each.</summary>
    public static IReadOnlyDictionary<string, string> OfTheHost { get; } = new Dictionary<string, string>
    {
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "by which identity telemetry is sent",
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "where telemetry is sent",
        ["AzureWebJobsDisableHomepage"] = "the host's own page would take the place of the portal's",
        ["AzureWebJobsStorage__blobServiceUri"] = "the host's locks and keys",
        ["AzureWebJobsStorage__clientId"] = "by which identity",
        ["AzureWebJobsStorage__credential"] = "by identity",
        ["AzureWebJobsStorage__queueServiceUri"] = "the host's own queues",
        ["AzureWebJobsStorage__tableServiceUri"] = "the host's diagnostic events",
    };

    /// <summary>What the worker reads, by its names in Azure: asked of the code that reads it.</summary>
    public static IReadOnlyCollection<string> Read()
    {
        var queues = AccessRules.FunctionMethods().SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()?.Connection).OfType<string>().Distinct()
            .SelectMany(connection => ConnectionParts.Select(part => $"{connection}{Separator}{part}"));
        return [.. Names(typeof(WorkerSettings), $"{WorkerSettings.Section}:").Select(key => key.Replace(":", Separator, StringComparison.Ordinal)).Concat(queues).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a deployment sets, but for the switches of functions that there are.</summary>
    public static IReadOnlyCollection<string> Set(Deployment deployment) => [.. Sets(deployment)
        .SelectMany(settings => settings.EnumerateObject().Select(setting => setting.Name)).Except(Switches()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The settings of each region's application.</summary>
    public static IEnumerable<JsonElement> Sets(Deployment deployment) =>
        deployment.Of("Microsoft.Web/sites/config").Where(resource => resource.OwnName == "appsettings").Select(resource => resource.At("properties"));

    /// <summary>The settings that keep a function from running, of every function; an operator may set any of them.</summary>
    public static IEnumerable<string> Switches() => Code.Here.Functions.Select(function => $"AzureWebJobs.{function}.Disabled");

    /// <summary>What is read and not set, and what is set and not read.</summary>
    public static IEnumerable<string> Faults(IReadOnlyCollection<string> read, IReadOnlyCollection<string> set) =>
        read.Except(set).Except(OnlyElsewhere.Keys).Select(name => $"{name} is read and not set")
            .Concat(set.Except(read).Except(OfTheHost.Keys).Select(name => $"{name} is set and not read"))
            .Concat(set.Intersect(OnlyElsewhere.Keys).Select(name => $"{name} is set, though {OnlyElsewhere[name]}"))
            .Concat(OnlyElsewhere.Keys.Except(read).Select(name => $"{name} is read no more: the exception is left over"))
            .Concat(OfTheHost.Keys.Except(set).Select(name => $"{name} is not set"));

    /// <summary>A source of no values that writes down what it is asked for.</summary>
    private static IEnumerable<string> Names(Type settings, string prefix) => settings.GetProperties().SelectMany(property =>
        property.PropertyType == typeof(string) ? [prefix + property.Name] : Names(property.PropertyType, $"{prefix}{property.Name}:"));
}
