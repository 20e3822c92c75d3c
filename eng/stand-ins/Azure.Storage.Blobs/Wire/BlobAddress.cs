using System.Net;

namespace Azure.Storage.Blobs.Wire;

/// <summary>
/// Where account, container and blob stand in a URI: in the host name on Azure, all in the path on an emulator, which is
/// known by its IP address.
/// </summary>
internal sealed record BlobAddress(string Account, string Container, string Blob)
{
    public static BlobAddress Of(Uri uri)
    {
        var emulated = IPAddress.TryParse(uri.Host.Trim('[', ']'), out _) || uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        var path = uri.AbsolutePath.Trim('/').Split('/', emulated ? 3 : 2);
        return emulated
            ? new(Part(path, 0), Part(path, 1), Part(path, 2))
            : new(uri.Host.Split('.')[0], Part(path, 0), Part(path, 1));

        static string Part(string[] path, int index) => index < path.Length ? Uri.UnescapeDataString(path[index]) : "";
    }

    /// <summary>Slashes in a name make folders; everything else is data, not syntax.</summary>
    public static Uri Append(Uri parent, string name)
    {
        var escaped = string.Join('/', name.Trim('/').Split('/').Select(Uri.EscapeDataString));
        var builder = new UriBuilder(parent);
        builder.Path = $"{builder.Path.TrimEnd('/')}/{escaped}";
        return builder.Uri;
    }
}
