using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests;

/// <summary>The worker's HTTP functions as their attributes declare them.</summary>
internal sealed record HttpFunction(string Name, string Method, string Path, AccessAttribute? Access)
{
    public static IReadOnlyList<HttpFunction> All { get; } = Find();

    /// <summary>Those of the API and those that probes ask, which the contract describes; the others are pages and what they are made of.</summary>
    public static IReadOnlyList<HttpFunction> Api { get; } =
        [.. All.Where(function => function.Path.StartsWith("/api/", StringComparison.Ordinal) || function.Path.StartsWith("/health/", StringComparison.Ordinal))];

    /// <summary>Pages and what they are made of, with their addresses as the contract writes them.</summary>
    public static IReadOnlyList<HttpFunction> Pages { get; } =
    [
        .. All.Where(function => !function.Path.StartsWith("/api/", StringComparison.Ordinal) && !function.Path.StartsWith("/health/", StringComparison.Ordinal))
            .Select(function => function with { Path = function.Path.Replace("{ignored:maxlength(0)?}", "", StringComparison.Ordinal).Replace("{*", "{", StringComparison.Ordinal) }),
    ];

    /// <summary>The function that takes every path and method that the others leave.</summary>
    public const string Rest = "ZUnknownRoute";

    /// <summary>The names of the functions that no HTTP trigger calls.</summary>
    public static IReadOnlyList<string> Others { get; } =
    [
        .. AccessRules.FunctionMethods().Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)
            .Except(All.Select(function => function.Name)).Except([Rest]).Order(),
    ];

    private static List<HttpFunction> Find()
    {
        using var host = JsonDocument.Parse(File.ReadAllBytes(System.IO.Path.Combine(Repository.Root, "host.json")));
        var prefix = host.RootElement.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString() is { Length: > 0 } text ? text + "/" : "";
        return
        [
            .. from method in AccessRules.FunctionMethods()
               let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
               where trigger is not null
               from verb in (trigger.Methods ?? []).Except(["head"])
               let function = method.GetCustomAttribute<FunctionAttribute>()!
               orderby function.Name
               select new HttpFunction(function.Name, verb.ToUpperInvariant(), $"/{prefix}{trigger.Route}", method.GetCustomAttribute<AccessAttribute>()),
        ];
    }
}
