using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SecureDocket.Functions.Http;

/// <summary>The network that a request came from, as far as it counts as one caller.</summary>
public static class Network
{
    /// <summary>An IPv4 address; of an IPv6 address the first 64 bits, since a household has all of the rest (RFC 6177).</summary>
    public static string Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = request.HttpContext.Connection.RemoteIpAddress;
        return address switch
        {
            null => "unknown",
            { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } => new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString(),
            _ => address.MapToIPv4().ToString(),
        };
    }
}
