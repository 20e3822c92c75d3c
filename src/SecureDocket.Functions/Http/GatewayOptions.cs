using System.Net;

namespace SecureDocket.Functions.Http;

/// <summary>The gateway through which every request must come, if one is set.</summary>
public sealed record GatewayOptions
{
    /// <summary>The header in which Azure Front Door sends its ID. It replaces any value that a caller sends.</summary>
    public const string IdHeader = "X-Azure-FDID";

    private const int ProxyLimit = 32;

    /// <summary>The Front Door's ID; null when there is none.</summary>
    public string? FrontDoorId { get; init; }

    /// <summary>The networks of our own proxies, which append the client address to <c>X-Forwarded-For</c>.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="frontDoorId">A GUID; empty or null for none.</param>
    /// <param name="proxies">Addresses or CIDR networks, separated by commas; empty or null for none.</param>
    /// <param name="faults">Receives a sentence that begins with the setting for each invalid setting.</param>
    public static GatewayOptions Read(string? frontDoorId, string? proxies, List<string> faults)
    {
        var id = string.IsNullOrWhiteSpace(frontDoorId) ? null : frontDoorId.Trim();
        if (id is not null && !Guid.TryParseExact(id, "D", out _))
        {
            faults.Add("Gateway:FrontDoorId must be the ID of an Azure Front Door, a GUID.");
        }

        List<IPNetwork> networks = [];
        foreach (var text in (proxies ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // A prefix length of 0 would make every caller a proxy.
            if (NetworkOf(text) is { PrefixLength: > 0 } network && networks.Count < ProxyLimit)
            {
                networks.Add(network);
            }
            else
            {
                faults.Add($"Gateway:Proxies must be at most {ProxyLimit} addresses or networks such as 203.0.113.0/24, separated by commas; '{text}' is not one.");
                break;
            }
        }

        if (id is not null && networks.Count > 0)
        {
            faults.Add("Gateway:FrontDoorId and Gateway:Proxies must not both be set: only one gateway forwards requests to the site.");
        }

        return new() { FrontDoorId = id, Proxies = networks };
    }

    private static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address) ? new(address, address.GetAddressBytes().Length * 8)
        : null;
}
