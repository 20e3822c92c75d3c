using System.Diagnostics;
using OpenTelemetry;

namespace SecureDocket.Functions.Logging;

/// <summary>Shortens the addresses in activities to host and table, container, queue or key, so that they identify no row, blob or message.</summary>
/// <remarks>The Azure clients put a request's full address into its activity. Must run before any exporter.</remarks>
internal sealed class AddressRedaction : BaseProcessor<Activity>
{
    private static readonly string[] s_addresses = ["url.full", "http.url", "url.path", "http.target", "url.query"];

    /// <inheritdoc />
    public override void OnEnd(Activity data)
    {
        foreach (var name in s_addresses)
        {
            if (data.GetTagItem(name) is string address)
            {
                data.SetTag(name, name == "url.query" ? null : Shorten(address));
            }
        }
    }

    /// <summary>The part of an address that may be exported: scheme, host and the first path segment.</summary>
    internal static string Shorten(string address)
    {
        var isWhole = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile;
        var path = (isWhole ? uri!.AbsolutePath : address).TrimStart('/');
        var end = path.IndexOfAny(['/', '(', '?', '#']);
        return $"{(isWhole ? uri!.GetLeftPart(UriPartial.Authority) : "")}/{(end < 0 ? path : path[..end])}";
    }
}
