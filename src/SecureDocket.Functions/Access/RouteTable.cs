using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace SecureDocket.Functions.Access;

/// <summary>The paths of the HTTP functions of this assembly, found once by reflection.</summary>
/// <param name="constraints">Creates the inline constraints of routes.</param>
public sealed class RouteTable(IInlineConstraintResolver constraints)
{
    private readonly IReadOnlyList<Route> _routes =
    [
        .. from method in AccessRules.FunctionMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods is { Length: > 0 }
           let template = TemplateParser.Parse(trigger.Route!)
           select new Route(
               new TemplateMatcher(template, []), ConstraintsOf(template, constraints), trigger.Methods!,
               trigger.Route!.StartsWith("api/", StringComparison.Ordinal) && method.GetCustomAttribute<AccessAttribute>() is { Public: true, Roles.Count: 0 }),
    ];

    /// <summary>The methods that a path supports, in upper case and alphabetical order, including OPTIONS; empty for an unknown path.</summary>
    public IReadOnlyList<string> MethodsAt(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var methods = _routes.Where(route => route.Matches(http)).SelectMany(route => route.Methods).Select(method => method.ToUpperInvariant()).ToList();
        return methods.Count == 0 ? [] : [.. methods.Append(HttpMethods.Options).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a path is a public file, which pages of any origin may read.</summary>
    public bool IsOpenAt(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return _routes.Any(route => route.IsOpen && route.Matches(http));
    }

    private static List<(string Name, IRouteConstraint Constraint)> ConstraintsOf(RouteTemplate template, IInlineConstraintResolver resolver) =>
    [
        .. from part in template.Parameters
           from inline in part.InlineConstraints
           select (part.Name!, resolver.ResolveConstraint(inline.Constraint) ?? throw new InvalidOperationException($"{inline.Constraint} is not a known route constraint.")),
    ];

    private sealed record Route(TemplateMatcher Template, IReadOnlyList<(string Name, IRouteConstraint Constraint)> Constraints, IReadOnlyList<string> Methods, bool IsOpen)
    {
        public bool Matches(HttpContext http)
        {
            RouteValueDictionary values = [];
            return Template.TryMatch(http.Request.Path, values)
                && Constraints.All(each => !values.ContainsKey(each.Name) || each.Constraint.Match(http, null, each.Name, values, RouteDirection.IncomingRequest));
        }
    }
}
