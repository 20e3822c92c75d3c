using System.Net;
using System.Net.Sockets;

namespace SecureDocket.Functions.Http;

/// <summary>The network that a request came from, as far as it counts as one caller: that of the last hop which is not ours.</summary>
/// <remarks>
/// The connection is from who spoke with Azure's front end, since the worker takes what that one appends to <c>X-Forwarded-For</c>
/// off the header. A gateway appends whom it speaks for. The header is therefore read from its end, and no further than hops of
/// ours go: whatever stands before was written by the caller.
/// </remarks>
public sealed class Network(GatewayOptions gateway)
{
    private const string Forwarded = "X-Forwarded-For";

    /// <summary>An IPv4 address; of an IPv6 address the first 64 bits, since a household has all of the rest (RFC 6177).</summary>
    public string Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AddressOf(request) switch
        {
            null => "unknown",
            { AddressFamily: AddressFamily.InterNetworkV6 } address => new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]).ToString(),
            var address => address.ToString(),
        };
    }

    /// <summary>Whether the request came through the gateway, or none is set.</summary>
    public bool Admits(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (gateway.FrontDoorId is not { } id || string.Equals(request.Headers[GatewayOptions.IdHeader].ToString(), id, StringComparison.OrdinalIgnoreCase))
            && (gateway.Proxies.Count == 0 || Hops(request) is [var nearest, ..] && IsProxy(nearest));
    }

    private IPAddress? AddressOf(HttpRequest request)
    {
        var hops = Hops(request);

        // The Front Door is the nearest hop, and its addresses are many: its id is what proves it.
        var ours = gateway.FrontDoorId is null ? 0 : 1;
        while (ours < hops.Count && IsProxy(hops[ours]))
        {
            ours++;
        }

        return ours < hops.Count ? hops[ours] : hops.Count > 0 ? hops[^1] : null;
    }

    private bool IsProxy(IPAddress hop) => gateway.Proxies.Any(network => network.Contains(hop));

    /// <summary>Who spoke with us, then whom that one says to speak for, and so on; it ends before the first that is no address.</summary>
    private static List<IPAddress> Hops(HttpRequest request)
    {
        if (request.HttpContext.Connection.RemoteIpAddress is not { } connected)
        {
            return [];
        }

        List<IPAddress> hops = [Plain(connected)];
        foreach (var entry in string.Join(',', request.Headers[Forwarded].ToArray()).Split(',', StringSplitOptions.TrimEntries).Reverse())
        {
            if (AddressIn(entry) is not { } address)
            {
                break;
            }

            hops.Add(address);
        }

        return hops;
    }

    // The platform appends the port.
    private static IPAddress? AddressIn(string entry) =>
        IPAddress.TryParse(entry, out var address) ? Plain(address)
        : IPEndPoint.TryParse(entry, out var endpoint) ? Plain(endpoint.Address)
        : null;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
