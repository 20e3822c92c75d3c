using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Problems;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>Holds the contract against the functions, their rules and the catalogue of problems, in both directions.</summary>
public sealed partial class DocumentTests
{
    private static readonly string[] s_refusingProjects = ["SecureDocket.Model", "SecureDocket.Intake", "SecureDocket", "SecureDocket.Functions"];
    private static readonly string[] s_anyCall = ["401", "403", "500", "503"];
    private static readonly string[] s_anyPublicCall = ["500", "503"];
    private static readonly string[] s_anyProbe = ["500"];

    [Fact]
    public void The_document_has_every_function_and_no_other() => Assert.Equal(
        HttpFunction.Api.Select(function => $"{function.Name}: {function.Method} {function.Path}").Order(StringComparer.Ordinal),
        ApiContract.Operations.Select(operation => $"{operation.Id}: {operation.Method} {operation.Path}").Order(StringComparer.Ordinal));

    [Fact]
    public void The_class_of_an_operation_has_its_name() => Assert.All(
        AccessRules.FunctionMethods(),
        method => Assert.True(
            HttpFunction.Api.All(function => function.Name != NameOf(method)) || method.DeclaringType!.Name == $"{NameOf(method)}Function",
            $"{method.DeclaringType!.Name} is {NameOf(method)}."));

    [Fact]
    public void The_document_lets_in_whom_the_functions_let_in() => Assert.Equal(
        HttpFunction.Api.Select(function => Rule(function.Name, function.Access!.Roles, function.Access.Public)).Order(StringComparer.Ordinal),
        ApiContract.Operations.Select(operation => Rule(operation.Id, operation.Roles, operation.IsPublic)).Order(StringComparer.Ordinal));

    // Its refusals are read by an operator, not by a caller.
    private const string OfACommandLine = "ArchiveRefusals.cs";

    [Fact]
    public void The_document_has_every_problem_code_and_no_other() => Assert.Equal(
        ProblemCatalogue.All.Select(type => type.Code).Order(StringComparer.Ordinal),
        ApiContract.Document["components"]!["schemas"]!["ProblemCode"]!["enum"]!.AsArray().Select(code => code!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_catalogue_has_every_code_that_the_source_refuses_with_and_no_other()
    {
        var photoCodes = typeof(Photos.PhotoCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        var refused = s_refusingProjects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not ("ProblemCatalogue.cs" or OfACommandLine))
            .SelectMany(file => RefusalCode().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["code"].Value)
            .Concat(photoCodes)
            .Distinct();
        Assert.Equal(
            ProblemCatalogue.All.Select(type => type.Code).Except(ProblemCatalogue.Retired).Order(StringComparer.Ordinal), refused.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_document_has_every_reason_of_a_verdict_and_no_other() => Assert.Equal(
        typeof(Credentials.Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        ApiContract.Document["components"]!["schemas"]!["ReasonCode"]!["enum"]!.AsArray()
            .Select(reason => reason!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_document_says_of_every_problem_and_reason_what_it_is()
    {
        Assert.Equal(
            ProblemCatalogue.All.Select(type => (type.Code, (long)type.Status, type.Title)).Order(),
            ApiContract.Document["x-problems"]!.AsObject().Select(type => (type.Key, type.Value!["status"]!.GetValue<long>(), type.Value["title"]!.GetValue<string>())).Order());
        Assert.Equal(
            typeof(Credentials.Reasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
            ApiContract.Document["x-reasons"]!.AsObject().Select(reason => reason.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_document_has_every_page_and_whom_it_is_for() => Assert.Equal(
        HttpFunction.Pages.Select(page => $"{page.Name}: {page.Method} {page.Path}{(page.Access!.Cardholder ? " for cardholders" : "")}").Order(StringComparer.Ordinal),
        ApiContract.Pages.Select(page => $"{page.Id}: {page.Method} {page.Path}{(page.Json["x-cardholder"]?.GetValue<bool>() == true ? " for cardholders" : "")}").Order(StringComparer.Ordinal));

    [Fact]
    public void Every_answer_and_request_in_JSON_has_an_example()
    {
        var bare = from operation in ApiContract.Operations
                   from holder in operation.Responses.Where(response => response.Key[0] == '2').Select(response => response.Value)
                       .Append(operation.Json["requestBody"] is { } body ? ApiContract.Schemas.Resolve(body) : null)
                   from content in holder?["content"]?.AsObject() ?? []
                   where content.Key == "application/json" && content.Value!["example"] is null && content.Value["examples"] is null
                   select $"{operation.Id}: {content.Value!["schema"]!.ToJsonString()}";
        Assert.Empty(bare);
    }

    [Fact]
    public void Every_operation_documents_a_success_and_what_any_call_may_meet()
    {
        Assert.All(ApiContract.Operations, operation =>
        {
            Assert.Contains(operation.Responses.Keys, status => status[0] == '2');
            // Of what is open to everybody no token is looked at, and nobody is refused.
            var isOpen = operation.IsPublic && operation.Roles.Count == 0;
            Assert.All(operation.IsProbe ? s_anyProbe : isOpen ? s_anyPublicCall : s_anyCall, status => Assert.Contains(status, operation.Responses.Keys));
            Assert.True(!isOpen || !operation.Responses.Keys.Any(status => status is "401" or "403"), $"{operation.Id} refuses nobody.");
            Assert.NotEmpty(operation.Json["summary"]!.GetValue<string>());
        });
        Assert.All(ApiContract.Operations.Where(operation => operation.Path.Contains('{', StringComparison.Ordinal)), operation => Assert.Equal(
            PathParameter().Matches(operation.Path).Select(match => match.Groups["name"].Value),
            operation.Parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "path").Select(parameter => parameter["name"]!.GetValue<string>())));
    }

    [Fact]
    public void Every_error_is_a_problem_with_a_status_of_the_catalogue()
    {
        var statuses = ProblemCatalogue.All.Select(type => $"{type.Status}").ToHashSet();
        foreach (var operation in ApiContract.Operations)
        {
            // A probe reads the same body whether all is well or not.
            foreach (var (status, response) in operation.Responses.Where(response => response.Key[0] is '4' or '5' && !(operation.IsProbe && response.Key == "503")))
            {
                Assert.Contains(status, statuses);
                var content = Assert.Single(response["content"]!.AsObject());
                Assert.Equal("application/problem+json", content.Key);
                Assert.Equal("#/components/schemas/Problem", content.Value!["schema"]!["$ref"]!.GetValue<string>());
                Assert.All(ExamplesOf(content.Value), example => Assert.Equal(
                    (status, ProblemCatalogue.For(example["code"]!.GetValue<string>()).Uri), ($"{ProblemCatalogue.For(example["code"]!.GetValue<string>()).Status}", example["type"]!.GetValue<string>())));
                Assert.NotEmpty(ExamplesOf(content.Value));
                foreach (var code in DocumentedCode().Matches(response["description"]!.GetValue<string>()).Select(match => match.Groups["code"].Value))
                {
                    Assert.Contains(ProblemCatalogue.All, type => type.Code == code);
                }
            }
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var used = References(ApiContract.Document).ToHashSet();
        Assert.All(used, reference => Assert.NotEmpty(ApiContract.Schemas.Resolve(new JsonObject { ["$ref"] = reference })));
        var components = ApiContract.Document["components"]!.AsObject()
            .Where(kind => kind.Key != "securitySchemes")
            .SelectMany(kind => kind.Value!.AsObject().Select(component => $"#/components/{kind.Key}/{component.Key}"));
        Assert.All(components, component => Assert.Contains(component, used));
    }

    [Fact]
    public void Every_example_is_what_its_schema_says()
    {
        var checkedExamples = 0;
        foreach (var content in ApiContract.Operations.SelectMany(operation => operation.Responses.Values.Append(operation.Json["requestBody"]?.AsObject()))
            .SelectMany(holder => holder?["content"]?.AsObject() ?? [])
            .Where(content => content.Key.EndsWith("json", StringComparison.Ordinal) && content.Key != "application/x-ndjson")
            .Select(content => content.Value!))
        {
            foreach (var example in ExamplesOf(content))
            {
                Assert.Empty(ApiContract.Schemas.Faults(example, content["schema"]!));
                checkedExamples++;
            }
        }

        Assert.True(checkedExamples > 20, $"There are only {checkedExamples} examples.");
    }

    private static List<JsonNode> ExamplesOf(JsonNode content) =>
        [.. (content["examples"]?.AsObject().Select(example => example.Value!["value"]) ?? [content["example"]]).OfType<JsonNode>()];

    private static string Rule(string name, IReadOnlyList<string> roles, bool isPublic) =>
        $"{name}: {string.Join(", ", roles.Order(StringComparer.Ordinal))}{(isPublic ? " and anyone" : "")}";

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject json => json.SelectMany(member =>
            member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray list => list.SelectMany(References),
        _ => [],
    };

    // A refusal is made by its type's name or target-typed; nothing else in these projects is made of a kebab-case text first.
    [GeneratedRegex("""(?:new(?: Refusal)?|=>? Of)\(\s*"(?<code>[a-z]+(?:-[a-z]+)*)",""")]
    private static partial Regex RefusalCode();

    [GeneratedRegex("`(?<code>[a-z]+(?:-[a-z]+)+)`")]
    private static partial Regex DocumentedCode();

    [GeneratedRegex(@"\{(?<name>[A-Za-z]+)}")]
    private static partial Regex PathParameter();

    private static string NameOf(MethodInfo method) => method.GetCustomAttribute<FunctionAttribute>()!.Name;
}
