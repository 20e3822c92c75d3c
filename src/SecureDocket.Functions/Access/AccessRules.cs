using System.Collections.Frozen;
using System.Reflection;

namespace SecureDocket.Functions.Access;

/// <summary>The access rules of all HTTP functions of this assembly, found once by reflection. Other functions have no callers and need no rule.</summary>
public sealed class AccessRules
{
    private readonly FrozenDictionary<string, AccessAttribute?> _rules = FunctionMethods()
        .Where(IsHttp)
        .ToFrozenDictionary(NameOf, method => method.GetCustomAttribute<AccessAttribute>(), StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _withoutCallers = FunctionMethods()
        .Where(method => !IsHttp(method)).Select(NameOf).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>All methods of this assembly that are functions.</summary>
    public static IEnumerable<MethodInfo> FunctionMethods() => typeof(AccessRules).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    /// <summary>The rule of a function; null when it has none, so that no caller may use it.</summary>
    public AccessAttribute? For(string functionName) => _rules.GetValueOrDefault(functionName);

    /// <summary>Whether a function may have callers: true for every function except those of this assembly without an HTTP trigger.</summary>
    public bool HasCallers(string functionName) => !_withoutCallers.Contains(functionName);

    private static bool IsHttp(MethodInfo method) =>
        method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute)));

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
