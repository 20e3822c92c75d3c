using System.Diagnostics;
using OpenTelemetry;

namespace SecureDocket.Functions.Logging;

/// <summary>Cuts the addresses of activities down to host and table, container, queue or key, so that no row, blob or message is named.</summary>
/// <remarks>The Azure clients put the whole address of a request into its activity. Must run before whatever exports.</remarks>
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

    /// <summary>What may be said of an address: scheme, host and the first word of the path.</summary>
    internal static string Shorten(string address)
    {
        var isWhole = Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile;
        var path = (isWhole ? uri!.AbsolutePath : address).TrimStart('/');
        var end = path.IndexOfAny(['/', '(', '?', '#']);
        return $"{(isWhole ? uri!.GetLeftPart(UriPartial.Authority) : "")}/{(end < 0 ? path : path[..end])}";
    }
}
