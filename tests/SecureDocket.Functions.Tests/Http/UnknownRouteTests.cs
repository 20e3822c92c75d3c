using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Access;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

/// <summary>Whoever asks for what is not there, or in a way that is not offered, is told so: a program by a problem, a person by a page.</summary>
public sealed class UnknownRouteTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("GET", "/api/v1/nothing")]
    [InlineData("POST", "/api/v1/cards/7K2M/nothing/at/all")]
    [InlineData("DELETE", "/nothing")]
    [InlineData("OPTIONS", "/api")]
    [InlineData("HEAD", "/api/v2/cards")]
    [InlineData("GET", "//api/v1/cards")]
    public async Task A_program_that_asks_where_nothing_is_gets_a_problem(string method, string path)
    {
        using var answer = await AskAsync(method, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        if (method != "HEAD")
            Assert.Equal("no-such-route", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("GET", "/api/v1/cardholders", "OPTIONS, POST")]
    [InlineData("PATCH", "/api/v1/courts/NYC", "GET, HEAD, OPTIONS, PUT")]
    [InlineData("POST", "/", "GET, HEAD, OPTIONS")]
    [InlineData("TRACE", "/health/live", "GET, HEAD, OPTIONS")]
    [InlineData("PURGE", "/sign-in/code", "GET, HEAD, OPTIONS, POST")]
    public async Task A_method_that_the_path_does_not_support_is_answered_with_those_that_it_does(string method, string path, string allowed)
    {
        using var answer = await AskAsync(method, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.Equal("method-not-allowed", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Options_names_the_methods_of_a_path()
    {
        using var answer = await AskAsync("OPTIONS", "/api/v1/courts/NYC");

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("GET, HEAD, OPTIONS, PUT", string.Join(", ", answer.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/%5C%5Cevil.example/x", 404)]
    public async Task A_browser_gets_a_page_with_a_way_home(string method, string path, int status)
    {
        using var answer = await AskAsync(method, path, Browser);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<a class=\"button\" href=\"/\">", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/\\", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"//", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in", "/")]
    [InlineData("/sign-in/code/again", "/sign-in/code")]
    [InlineData("/settings/number/code", "/settings/number")]
    [InlineData("/loss/found", "/loss")]
    public async Task A_browser_that_opens_the_address_of_a_forms_action_gets_the_form(string path, string form)
    {
        using var visitor = new PortalVisitor(api.Host.Address) { Headers = { ["Accept"] = "text/html" } };
        using var answer = await visitor.SendAsync(HttpMethod.Get, path, null);
        Assert.Equal((HttpStatusCode.SeeOther, form), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task A_language_can_be_chosen_on_the_page_for_an_address_that_looks_like_a_host()
    {
        using var answer = await AskAsync("GET", "//evil.example/x", Browser);

        Assert.DoesNotContain("//evil.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_function_that_answers_GET_answers_HEAD()
    {
        var methods = (from method in AccessRules.FunctionMethods()
                       from parameter in method.GetParameters()
                       let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
                       where trigger?.Methods is { Length: > 0 }
                       select trigger.Methods).ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods.Where(each => each.Contains("get")), each => Assert.Contains("head", each));
    }

    /// <remarks>The Functions host maps routes in the order of the functions' names, ignoring case, and the first that matches answers.</remarks>
    [Fact]
    public void No_function_takes_the_path_of_one_whose_name_comes_later()
    {
        var resolver = api.Host.Services.GetRequiredService<IInlineConstraintResolver>();
        var routes = (from method in AccessRules.FunctionMethods()
                      from parameter in method.GetParameters()
                      let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
                      where trigger is not null
                      let name = method.GetCustomAttribute<FunctionAttribute>()!.Name
                      orderby name.ToUpperInvariant()
                      select (Name: name, Template: TemplateParser.Parse(trigger.Route!), Methods: trigger.Methods ?? [])).ToList();

        Assert.Equal(HttpFunction.Rest, routes[^1].Name);
        for (var later = 1; later < routes.Count; later++)
        {
            var path = new PathString("/" + string.Join('/', routes[later].Template.Segments.Select(segment =>
                string.Concat(segment.Parts.Select(part => part.IsParameter ? part.InlineConstraints.Any() ? "" : "word" : part.Text)))));
            Assert.All(routes[..later].Where(earlier => earlier.Methods.Length == 0 || earlier.Methods.Intersect(routes[later].Methods).Any()), earlier =>
            {
                RouteValueDictionary values = [];
                var takes = new TemplateMatcher(earlier.Template, []).TryMatch(path, values)
                    && earlier.Template.Parameters.All(parameter => parameter.InlineConstraints.All(inline =>
                        resolver.ResolveConstraint(inline.Constraint)!.Match(null, null, parameter.Name!, values, RouteDirection.IncomingRequest)));
                Assert.False(takes, $"{earlier.Name} takes {path}, which is {routes[later].Name}'s.");
            });
        }
    }

    [Fact]
    public async Task Head_on_what_discloses_is_a_disclosure_and_has_no_body()
    {
        var card = await TestPeople.IssueAsync(api.Host);
        var id = card["cardholderId"]!.GetValue<string>();
        using var officer = api.As("Enrollment.Officer");
        using var auditor = api.As("Docket.Auditor");
        var before = await CountAsync(auditor, id);

        using var client = api.Host.As("Enrollment.Officer");
        using var answer = await client.SendAsync(new(HttpMethod.Head, $"/api/v1/cardholders/{id}"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull(answer.Headers.ETag);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());

        // The auditor's own look before is one too.
        Assert.Equal(before + 2, await CountAsync(auditor, id));
    }

    [Fact]
    public async Task A_callers_traceparent_is_the_traceId_of_its_problem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/nothing");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var client = api.Host.As(null);
        using var answer = await client.SendAsync(request);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["traceId"]!.GetValue<string>());
    }

    private static async Task<int> CountAsync(Caller auditor, string id) =>
        (await auditor.GetAsync($"/api/v1/cardholders/{id}/disclosures")).Is(200).Json["disclosures"]!.AsArray().Count;

    private async Task<HttpResponseMessage> AskAsync(string method, string path, string? accept = null)
    {
        var address = new Uri(api.Host.Address, "/").AbsoluteUri.TrimEnd('/') + path;
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address));
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        using var client = new HttpClient();
        return await client.SendAsync(request);
    }
}
