using System.Net;
using System.Net.Sockets;

namespace SecureDocket.Functions.Http;

/// <summary>Determines the network of a caller: that of the last hop that is not ours.</summary>
/// <remarks>
/// The worker removes the address that Azure's front end appends to <c>X-Forwarded-For</c> and uses it as the connection's
/// address. A gateway appends the address of its client. The header is therefore read from its end, and only as far as our own
/// hops: anything before them was written by the caller.
/// </remarks>
public sealed class Network(GatewayOptions gateway)
{
    private const string Forwarded = "X-Forwarded-For";

    /// <summary>An IPv4 address, or the first 64 bits of an IPv6 address, because a household owns the rest (RFC 6177).</summary>
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

    /// <summary>Whether the request came through the gateway, or no gateway is set.</summary>
    public bool Admits(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return (gateway.FrontDoorId is not { } id || string.Equals(request.Headers[GatewayOptions.IdHeader].ToString(), id, StringComparison.OrdinalIgnoreCase))
            && (gateway.Proxies.Count == 0 || Hops(request) is [var nearest, ..] && IsProxy(nearest));
    }

    private IPAddress? AddressOf(HttpRequest request)
    {
        var hops = Hops(request);

        // The Front Door is the nearest hop. It has many addresses, so its ID proves it.
        var ours = gateway.FrontDoorId is null ? 0 : 1;
        while (ours < hops.Count && IsProxy(hops[ours]))
        {
            ours++;
        }

        return ours < hops.Count ? hops[ours] : hops.Count > 0 ? hops[^1] : null;
    }

    private bool IsProxy(IPAddress hop) => gateway.Proxies.Any(network => network.Contains(hop));

    /// <summary>The nearest hop, then the client it reports, and so on; ends before the first entry that is not an address.</summary>
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
