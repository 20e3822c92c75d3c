using System.Net;
using Microsoft.AspNetCore.Http;
using SecureDocket.Functions.Http;
using Xunit;

namespace SecureDocket.Functions.Tests.Http;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::")]
    [InlineData(null, "unknown")]
    public void One_household_is_one_network(string? address, string network)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);

        Assert.Equal(network, Network.Of(http.Request));
    }
}
