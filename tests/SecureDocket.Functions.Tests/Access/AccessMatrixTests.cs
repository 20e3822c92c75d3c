using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Access;
using SecureDocket.LocalHost.Development;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Access;

/// <summary>Who may call what, asked of the running host and held against a file that people read and review.</summary>
public sealed class AccessMatrixTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Nobody = "nobody";
    private const string Cardholder = "cardholder";

    private static string SnapshotPath { get; } =
        Path.Combine(Repository.Root, "tests", "SecureDocket.Functions.Tests", "Access", "access-matrix.txt");

    [Fact]
    public async Task The_matrix_of_functions_and_roles_is_the_reviewed_one()
    {
        List<string> callers = [Nobody, Cardholder, .. Roles.All];
        using var cardholder = await (await TestCardholder.CreateAsync(api.Host)).SignInAsync();
        var matrix = new StringBuilder($"{"",-24}{string.Join("  ", callers)}\n");
        foreach (var function in HttpFunction.All)
        {
            matrix.Append(CultureInfo.InvariantCulture, $"{function.Name,-24}");
            List<string> cells = [];
            foreach (var caller in callers)
            {
                var isLetIn = HttpFunction.Api.Contains(function)
                    ? await AskAsync(function, caller is Nobody or Cardholder ? null : caller) is not (401 or 403)
                    : await OpenAsync(function, caller, cardholder);
                cells.Add((isLetIn ? "yes" : ".").PadRight(caller.Length));
            }

            matrix.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        foreach (var name in HttpFunction.Others)
        {
            matrix.Append(CultureInfo.InvariantCulture, $"{name,-23} has no callers\n");
        }

        Assert.Equal(await File.ReadAllTextAsync(SnapshotPath), matrix.ToString());
    }

    [Fact]
    public void Every_http_function_says_who_may_call_it()
    {
        Assert.NotEmpty(HttpFunction.All);
        Assert.All(HttpFunction.All, function => Assert.True(function.Access is not null, $"{function.Name} has no [Access]."));
        Assert.All(HttpFunction.All, function => Assert.True(
            function.Access!.Cardholder ? !function.Access.Public && function.Access.Roles.Count == 0 : function.Access.Public || function.Access.Roles.Count > 0,
            $"{function.Name} is open to nobody, or to cardholders and others."));
        Assert.All(HttpFunction.All.SelectMany(function => function.Access!.Roles), role => Assert.Contains(role, Roles.All));
    }

    [Fact]
    public void A_function_that_has_no_callers_says_nothing_of_any() => Assert.All(
        AccessRules.FunctionMethods().Where(method => HttpFunction.Others.Contains(method.GetCustomAttribute<FunctionAttribute>()!.Name)),
        method => Assert.False(method.IsDefined(typeof(AccessAttribute)), $"{method.DeclaringType} has an [Access] that nobody asks for."));

    [Fact]
    public async Task A_function_that_has_no_callers_has_no_address()
    {
        foreach (var name in HttpFunction.Others)
        {
            foreach (var role in (IEnumerable<string?>)[null, .. Roles.All])
            {
                using var caller = api.Host.As(role);
                foreach (var path in (string[])[$"/api/{name}", $"/api/v1/{name}", $"/{name}", $"/api/admin/functions/{name}"])
                {
                    using var answer = await caller.PostAsync(path, null);

                    // The page at the root answers GET alone, and routing asks for the method first.
                    Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed]);
                }
            }
        }
    }

    // The addresses name nothing and the bodies are missing: whoever is let in is told so, and nothing changes.
    private async Task<int> AskAsync(HttpFunction function, string? role)
    {
        using var caller = api.As(role);
        return (await caller.SendAsync(new(new HttpMethod(function.Method), PathOf(function)))).Status;
    }

    // A page sends whoever may not see it to the sign-in, and a form that is none back where it came from.
    private async Task<bool> OpenAsync(HttpFunction function, string caller, PortalVisitor cardholder)
    {
        using var stranger = new PortalVisitor(api.Host.Address);
        if (caller is not (Nobody or Cardholder))
        {
            stranger.Headers["Authorization"] = $"Bearer {api.Host.Services.GetRequiredService<DevelopmentIssuer>().Mint(caller)}";
        }

        using var answer = await (caller == Cardholder ? cardholder : stranger).SendAsync(new HttpMethod(function.Method), PathOf(function), null);
        return answer.Headers.Location?.ToString() != "/?done=SignInFirst";
    }

    private static string PathOf(HttpFunction function)
    {
        var path = function.Path
            .Replace("{cardholderId}", "AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal)
            .Replace("{docketId}", "AAAAAAAAAAAAAAAAAAAAAA", StringComparison.Ordinal)
            .Replace("{day}", "2027-03-02", StringComparison.Ordinal)
            .Replace("{class}", "documents", StringComparison.Ordinal)
            .Replace("{reportId}", "20260101000000", StringComparison.Ordinal)
            .Replace("{keyId}", "AAAAAAAAAAA", StringComparison.Ordinal)
            .Replace("{list}", "999999999", StringComparison.Ordinal)
            .Replace("{approvalId}", "00000000000000000-00000000", StringComparison.Ordinal)
            .Replace("{cardNumber}", "000000000000", StringComparison.Ordinal)
            .Replace("{courtId}", "XX", StringComparison.Ordinal)
            .Replace("{officeId}", "XX", StringComparison.Ordinal)
            .Replace("{checkInId}", "-", StringComparison.Ordinal)
            .Replace("{closureId}", "-", StringComparison.Ordinal)
            .Replace("{documentId}", "-", StringComparison.Ordinal)
            .Replace("{partnerId}", "-", StringComparison.Ordinal)
            .Replace("{scannerId}", "-", StringComparison.Ordinal)
            .Replace("{itemId}", "0", StringComparison.Ordinal)
            .Replace("{sealId}", "-", StringComparison.Ordinal)
            .Replace("{hearingId}", "-", StringComparison.Ordinal)
            .Replace("{ignored:maxlength(0)?}", "", StringComparison.Ordinal)
            .Replace("{release}", "-", StringComparison.Ordinal)
            .Replace("{*path}", "-", StringComparison.Ordinal)
            .Replace("{siteId}", "XX", StringComparison.Ordinal)
            .Replace("{verificationId}", "-", StringComparison.Ordinal);
        Assert.DoesNotContain('{', path);
        return path;
    }
}
