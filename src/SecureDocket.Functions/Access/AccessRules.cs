using System.Collections.Frozen;
using System.Reflection;

namespace SecureDocket.Functions.Access;

/// <summary>The access rule of every HTTP function of this assembly, found once by reflection. Other functions have no callers, and so no rule.</summary>
public sealed class AccessRules
{
    private readonly FrozenDictionary<string, AccessAttribute?> _rules = FunctionMethods()
        .Where(IsHttp)
        .ToFrozenDictionary(NameOf, method => method.GetCustomAttribute<AccessAttribute>(), StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _withoutCallers = FunctionMethods()
        .Where(method => !IsHttp(method)).Select(NameOf).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every method of this assembly that is a function.</summary>
    public static IEnumerable<MethodInfo> FunctionMethods() => typeof(AccessRules).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    /// <summary>The rule of a function; null when it has none, which nobody passes.</summary>
    public AccessAttribute? For(string functionName) => _rules.GetValueOrDefault(functionName);

    /// <summary>Whether callers may stand behind a call of a function: always, but for the functions of this assembly that no HTTP trigger calls.</summary>
    public bool HasCallers(string functionName) => !_withoutCallers.Contains(functionName);

    private static bool IsHttp(MethodInfo method) =>
        method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
