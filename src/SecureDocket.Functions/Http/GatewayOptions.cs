using System.Net;

namespace SecureDocket.Functions.Http;

/// <summary>The gateway through which every request has to come; none unless set.</summary>
public sealed record GatewayOptions
{
    /// <summary>The header in which Azure Front Door says which of all Front Doors it is. Whoever calls through it cannot set it.</summary>
    public const string IdHeader = "X-Azure-FDID";

    private const int ProxyLimit = 32;

    /// <summary>The Front Door's id; null for no Front Door.</summary>
    public string? FrontDoorId { get; init; }

    /// <summary>The networks of proxies of our own, which append to <c>X-Forwarded-For</c> whom they speak for.</summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Reads the settings.</summary>
    /// <param name="frontDoorId">A GUID; empty or null for none.</param>
    /// <param name="proxies">Addresses or CIDR networks, separated by commas; empty or null for none.</param>
    /// <param name="faults">Gets a sentence, beginning with the setting, for each that is at fault.</param>
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
            // All addresses there are would make everybody a proxy.
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
