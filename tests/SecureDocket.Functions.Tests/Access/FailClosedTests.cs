using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Access;
using Xunit;

namespace SecureDocket.Functions.Tests.Access;

/// <summary>A function that somebody forgot to give a rule is open to nobody.</summary>
public sealed class FailClosedTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    public static TheoryData<string?> Callers => [null, .. Roles.All];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_function_without_a_rule_answers_403_to_everyone(string? role)
    {
        var ran = false;
        var http = await InvokeAsync("FunctionWithoutRule", role, () => ran = true);
        Assert.False(ran);
        Assert.Equal(403, http.Response.StatusCode);
        Assert.Equal("application/problem+json", http.Response.ContentType);
    }

    [Fact]
    public async Task A_function_with_a_rule_runs_for_whom_it_names()
    {
        var ran = false;
        await InvokeAsync("EnrollCardholder", Roles.EnrollmentOfficer, () => ran = true);
        Assert.True(ran);
    }

    private async Task<HttpContext> InvokeAsync(string function, string? role, Action run)
    {
        var http = new DefaultHttpContext { RequestServices = api.Host.Services };
        http.Response.Body = new MemoryStream();
        using var client = api.Host.As(role);
        http.Request.Headers.Authorization = client.DefaultRequestHeaders.Authorization?.ToString();
        var middleware = ActivatorUtilities.CreateInstance<AccessMiddleware>(api.Host.Services);
        await middleware.Invoke(new StubContext(function, http), _ =>
        {
            run();
            return Task.CompletedTask;
        });
        return http;
    }

    private sealed class StubContext(string name, HttpContext http) : FunctionContext
    {
        public override string InvocationId => "invocation";

        public override string FunctionId => name;

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = http.RequestServices;

        public override FunctionDefinition FunctionDefinition { get; } = new StubDefinition(name);

        public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object> { ["HttpRequestContext"] = http };

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }

    private sealed class StubDefinition(string name) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters => [];

        public override string PathToAssembly => "";

        public override string EntryPoint => "";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;
    }
}
