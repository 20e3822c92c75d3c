using System.Net;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Tests.Contract;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

public sealed class QueryTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public void Every_function_of_the_api_reads_the_parameters_that_the_contract_gives_it()
    {
        var promised = ApiContract.Operations.Where(operation => operation.Path.StartsWith("/api/", StringComparison.Ordinal))
            .ToDictionary(operation => operation.Id, operation => string.Join(' ', QueryParameters(operation).Order(StringComparer.Ordinal)));
        var read = AccessRules.FunctionMethods()
            .Where(method => promised.ContainsKey(method.GetCustomAttribute<FunctionAttribute>()!.Name))
            .ToDictionary(
                method => method.GetCustomAttribute<FunctionAttribute>()!.Name,
                method => string.Join(' ', (method.GetCustomAttribute<QueryAttribute>()?.Names ?? []).Order(StringComparer.Ordinal)));
        Assert.Equal(promised.OrderBy(pair => pair.Key), read.OrderBy(pair => pair.Key));
    }

    private static IEnumerable<string> QueryParameters(Operation operation) => (operation.Json["parameters"]?.AsArray() ?? [])
        .Select(parameter => ApiContract.Schemas.Resolve(parameter!)).Where(parameter => parameter["in"]!.GetValue<string>() == "query")
        .Select(parameter => parameter["name"]!.GetValue<string>());

    [Theory]
    [InlineData("/api/v1/keys?use=sig", "use", "no query parameters")]
    [InlineData("/api/v1/status-lists/1?time=1686925000", "time", "no query parameters")]
    [InlineData("/api/v1/partners?pgae=x&page=", "pgae", "query parameters page")]
    public async Task A_parameter_that_a_function_does_not_read_is_refused_and_named(string path, string field, string said)
    {
        using var client = new Caller(api.Host.As("Program.Administrator"));
        var error = Assert.Single((await client.GetAsync(path)).IsProblem(400, "invalid").Json["errors"]!.AsArray())!;
        Assert.Equal(field, error["field"]!.GetValue<string>());
        Assert.Contains(said, error["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_call_learns_nothing_about_parameters_and_pages_take_what_browsers_add()
    {
        using var nobody = new Caller(api.Host.As(null));
        (await nobody.GetAsync("/api/v1/partners?pgae=x")).IsProblem(401, "unauthenticated");
        using var page = await nobody.Client.GetAsync("/verify?utm_source=x");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }
}
