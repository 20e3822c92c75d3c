using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace SecureDocket.Functions.Access;

/// <summary>The access rule of every HTTP function of this assembly, found once by reflection.</summary>
public sealed class AccessRules
{
    private readonly FrozenDictionary<string, AccessAttribute?> _rules = FunctionMethods()
        .Where(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(HttpTriggerAttribute))))
        .ToFrozenDictionary(
            method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
            method => method.GetCustomAttribute<AccessAttribute>(),
            StringComparer.OrdinalIgnoreCase);

    /// <summary>Every method of this assembly that is a function.</summary>
    public static IEnumerable<MethodInfo> FunctionMethods() => typeof(AccessRules).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Where(method => method.IsDefined(typeof(FunctionAttribute)));

    /// <summary>The rule of a function; null when it has none, which nobody passes.</summary>
    public AccessAttribute? For(string functionName) => _rules.GetValueOrDefault(functionName);
}
