using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Tests.Verdicts;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

public sealed class NetworkTests
{
    private const string Id = "7e1f2a90-3c4b-4d5e-8f60-718293a4b5c6";

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    [InlineData(null, "unknown")]
    public void One_household_is_one_network(string? address, string network) =>
        Assert.Equal(network, new Network(new()).Of(Request(address, null)));

    [Theory]
    [InlineData("198.51.100.9", "203.0.113.7", "198.51.100.9")]
    [InlineData("10.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "192.0.2.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.1", "192.0.2.1, 203.0.113.7, 10.9.9.9", "203.0.113.7")]
    [InlineData("10.0.0.1", "192.0.2.1, 203.0.113.7:49152", "203.0.113.7")]
    [InlineData("10.0.0.1", "[2001:db8:1:2::1]:49152", "2001:db8:1:2::")]
    [InlineData("10.0.0.1", "203.0.113.7, unknown", "10.0.0.1")]
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("2001:db8:77::1", "203.0.113.7", "203.0.113.7")]
    public void Behind_proxies_the_last_hop_that_is_none_of_them_counts(string connected, string? forwarded, string network)
    {
        var behind = new Network(Options(null, "10.0.0.0/8,2001:db8:77::1"));
        Assert.Equal(network, behind.Of(Request(connected, forwarded)));
        Assert.Equal(connected != "198.51.100.9", behind.Admits(Request(connected, forwarded)));
    }

    [Fact]
    public void Behind_a_Front_Door_whom_it_speaks_for_counts_and_its_id_proves_it()
    {
        var behind = new Network(Options(Id, ""));
        var through = Request("198.51.100.9", "192.0.2.1, 203.0.113.7", Id.ToUpperInvariant());
        Assert.Equal("203.0.113.7", behind.Of(through));
        Assert.True(behind.Admits(through));
        Assert.False(behind.Admits(Request("198.51.100.9", "203.0.113.7")));
        Assert.False(behind.Admits(Request("198.51.100.9", "203.0.113.7", Guid.NewGuid().ToString())));
    }

    [Theory]
    [InlineData("front door", null, "Gateway:FrontDoorId must be the ID")]
    [InlineData(null, "10.0.0.0/33", "'10.0.0.0/33' is not one")]
    [InlineData(null, "10.0.0.1,everybody", "'everybody' is not one")]
    [InlineData(null, "0.0.0.0/0", "'0.0.0.0/0' is not one")]
    [InlineData(Id, "10.0.0.1", "must not both be set")]
    public void What_is_no_gateway_is_told(string? frontDoorId, string? proxies, string fault)
    {
        List<string> faults = [];
        GatewayOptions.Read(frontDoorId, proxies, faults);
        Assert.Contains(fault, Assert.Single(faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_gateway_no_header_makes_another_caller_of_anybody()
    {
        await using var host = await TestHost.StartAsync();
        for (var call = 0; call < 30; call++)
        {
            using var one = await AskAsync(host, $"203.0.113.{call}");
            Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        }

        using var refused = await AskAsync(host, "203.0.113.99");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task Behind_a_gateway_callers_count_apart()
    {
        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string?> { ["SecureDocket:Gateway:Proxies"] = "127.0.0.1,::1" });
        for (var call = 0; call < 31; call++)
        {
            using var one = await AskAsync(host, $"192.0.2.1, 203.0.113.{call}");
            Assert.Equal(HttpStatusCode.OK, one.StatusCode);
        }
    }

    [Theory]
    [InlineData("/api/v1/keys")]
    [InlineData("/health/live")]
    [InlineData("/")]
    [InlineData("/home")]
    [InlineData("/nowhere")]
    public async Task Who_goes_around_the_gateway_is_refused_everywhere(string path)
    {
        await using var host = await TestHost.StartAsync(settings: new Dictionary<string, string?> { ["SecureDocket:Gateway:Proxies"] = "127.0.0.1,::1" });
        using var handler = new SocketsHttpHandler { ConnectCallback = FromElsewhereAsync };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        using var around = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Forbidden, around.StatusCode);
        Assert.Equal("application/problem+json", around.Content.Headers.ContentType!.MediaType);

        using var gateway = host.As(null);
        using var through = await gateway.GetAsync(path);
        Assert.NotEqual(HttpStatusCode.Forbidden, through.StatusCode);
    }

    private static async ValueTask<Stream> FromElsewhereAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static GatewayOptions Options(string? frontDoorId, string? proxies)
    {
        List<string> faults = [];
        var options = GatewayOptions.Read(frontDoorId, proxies, faults);
        Assert.Empty(faults);
        return options;
    }

    private static Task<HttpResponseMessage> AskAsync(TestHost host, string forwarded)
    {
        var client = host.As(null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", forwarded);
        return client.PostAsync(Verifying.Path, TestHost.Json(Verifying.Credential("X")));
    }

    private static HttpRequest Request(string? connected, string? forwarded, string? frontDoorId = null)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = connected is null ? null : IPAddress.Parse(connected);
        if (forwarded is not null)
            http.Request.Headers["X-Forwarded-For"] = forwarded;
        if (frontDoorId is not null)
            http.Request.Headers[GatewayOptions.IdHeader] = frontDoorId;
        return http.Request;
    }
}
