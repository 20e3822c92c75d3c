using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Pipeline;
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

    [Theory]
    [InlineData("EnrollCardholder")]
    [InlineData("FunctionWithoutRule")]
    public async Task A_function_that_callers_may_reach_does_not_run_where_no_caller_is_named(string function)
    {
        var ran = false;
        await Assert.ThrowsAsync<InvalidOperationException>(() => InvokeAsync(function, http: null, () => ran = true));
        Assert.False(ran);
    }

    [Fact]
    public async Task A_timers_call_runs()
    {
        Assert.NotEmpty(HttpFunction.Others);
        foreach (var function in HttpFunction.Others)
        {
            var ran = false;
            await InvokeAsync(function, http: null, () => ran = true);
            Assert.True(ran);
        }
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task A_function_that_a_timer_calls_answers_403_to_every_caller(string? role)
    {
        foreach (var function in HttpFunction.Others)
        {
            var ran = false;
            var http = await InvokeAsync(function, role, () => ran = true);
            Assert.False(ran);
            Assert.Equal(403, http.Response.StatusCode);
        }
    }

    private async Task<HttpContext> InvokeAsync(string function, string? role, Action run)
    {
        var http = new DefaultHttpContext { RequestServices = api.Host.Services };
        http.Response.Body = new MemoryStream();
        using var client = api.Host.As(role);
        http.Request.Headers.Authorization = client.DefaultRequestHeaders.Authorization?.ToString();
        await InvokeAsync(function, http, run);
        return http;
    }

    private Task InvokeAsync(string function, HttpContext? http, Action run) =>
        ActivatorUtilities.CreateInstance<AccessMiddleware>(api.Host.Services).Invoke(new StubContext(function, api.Host.Services, http), _ =>
        {
            run();
            return Task.CompletedTask;
        });

    private sealed class StubContext(string name, IServiceProvider services, HttpContext? http) : FunctionContext
    {
        public override string InvocationId => "invocation";

        public override string FunctionId => name;

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get; set; } = services;

        public override FunctionDefinition FunctionDefinition { get; } = new StubDefinition(name);

        public override IDictionary<object, object> Items { get; set; } =
            http is null ? new Dictionary<object, object>() : new Dictionary<object, object> { ["HttpRequestContext"] = http };

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
