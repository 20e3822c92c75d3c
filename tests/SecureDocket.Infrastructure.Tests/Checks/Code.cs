using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Access;
using SecureDocket.Testing;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>What alerts and pages may name, as the code has it.</summary>
/// <param name="Functions">The names of all functions.</param>
/// <param name="Schedules">The NCRONTAB schedule of each function that runs by the clock.</param>
/// <param name="Routes">The addresses of all HTTP functions, each with a slash at its head.</param>
/// <param name="Events">The ids of everything that is logged.</param>
/// <param name="Metrics">The names of all instruments.</param>
internal sealed partial record Code(
    IReadOnlySet<string> Functions, IReadOnlyDictionary<string, string> Schedules, IReadOnlySet<string> Routes, IReadOnlySet<int> Events, IReadOnlySet<string> Metrics)
{
    /// <summary>The code of this build.</summary>
    public static Code Here { get; } = new(
        AccessRules.FunctionMethods().Select(NameOf).ToHashSet(),
        Triggers<TimerTriggerAttribute>().ToDictionary(trigger => trigger.Function, trigger => trigger.Trigger.Schedule),
        Triggers<HttpTriggerAttribute>().Select(trigger => $"/{trigger.Trigger.Route}").ToHashSet(),
        FindEvents().ToHashSet(),
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(path => Instrument().Matches(File.ReadAllText(path)).Select(match => match.Groups["name"].Value)).ToHashSet());

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static IEnumerable<(string Function, T Trigger)> Triggers<T>() where T : Attribute =>
        from method in AccessRules.FunctionMethods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (NameOf(method), trigger);

    private static IEnumerable<int> FindEvents() =>
        from assembly in new[] { typeof(AccessRules).Assembly, typeof(Azure.AzureClients).Assembly, typeof(Storage.TableNames).Assembly }
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select message.EventId;

    [GeneratedRegex("\"(?<name>securedocket\\.[a-z.]+)\"")]
    private static partial Regex Instrument();
}
