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
/// <param name="Queues">The names of the functions that a queue calls.</param>
/// <param name="Requests">What the Functions host names the requests of HTTP functions: method and address.</param>
/// <param name="Routes">The addresses of all HTTP functions, each with a slash at its head.</param>
/// <param name="Events">The ids of everything that is logged.</param>
/// <param name="ExceptionEvents">Those of them that may carry an exception: Azure keeps these in another table.</param>
/// <param name="Metrics">The names of all instruments.</param>
/// <param name="Properties">The names of what is logged in a message, and of what instruments are tagged with.</param>
internal sealed partial record Code(
    IReadOnlySet<string> Functions,
    IReadOnlyDictionary<string, string> Schedules,
    IReadOnlySet<string> Queues,
    IReadOnlySet<string> Requests,
    IReadOnlySet<string> Routes,
    IReadOnlySet<int> Events,
    IReadOnlySet<int> ExceptionEvents,
    IReadOnlySet<string> Metrics,
    IReadOnlySet<string> Properties)
{
    private static readonly Lazy<IReadOnlyList<string>> Sources = new(() =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]);

    /// <summary>The code of this build.</summary>
    public static Code Here { get; } = new(
        AccessRules.FunctionMethods().Select(NameOf).ToHashSet(),
        Triggers<TimerTriggerAttribute>().ToDictionary(trigger => trigger.Function, trigger => trigger.Trigger.Schedule),
        Triggers<QueueTriggerAttribute>().Select(trigger => trigger.Function).ToHashSet(),
        Triggers<HttpTriggerAttribute>().SelectMany(trigger => (trigger.Trigger.Methods ?? []).Select(method => $"{method.ToUpperInvariant()} /{trigger.Trigger.Route}")).ToHashSet(),
        Triggers<HttpTriggerAttribute>().Select(trigger => $"/{trigger.Trigger.Route}").ToHashSet(),
        FindMessages().Select(found => found.Message.EventId).ToHashSet(),
        FindMessages().Where(found => found.Method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Exception))).Select(found => found.Message.EventId).ToHashSet(),
        Sources.Value.SelectMany(source => Instrument().Matches(source)).Select(match => match.Groups["name"].Value).ToHashSet(),
        new HashSet<string>(
        [
            .. FindMessages().SelectMany(found => Placeholder().Matches(found.Message.Message)).Select(match => match.Groups["name"].Value),
            .. Sources.Value.Where(source => Instrument().IsMatch(source)).SelectMany(source => Tag().Matches(source)).Select(match => match.Groups["name"].Value),
        ]));

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;

    private static IEnumerable<(string Function, T Trigger)> Triggers<T>() where T : Attribute =>
        from method in AccessRules.FunctionMethods()
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<T>()
        where trigger is not null
        select (NameOf(method), trigger);

    private static IEnumerable<(MethodInfo Method, LoggerMessageAttribute Message)> FindMessages() =>
        from assembly in new[] { typeof(AccessRules).Assembly, typeof(Azure.AzureClients).Assembly, typeof(Storage.TableNames).Assembly }
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select (method, message);

    [GeneratedRegex("\"(?<name>securedocket\\.[a-z.]+)\"")]
    private static partial Regex Instrument();

    [GeneratedRegex("\\{(?<name>\\w+)")]
    private static partial Regex Placeholder();

    // Tags are named where the instruments are: short words in quotes.
    [GeneratedRegex("\"(?<name>[a-z]+)\"")]
    private static partial Regex Tag();
}
