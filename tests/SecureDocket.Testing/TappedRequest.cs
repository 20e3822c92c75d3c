using System.Text.RegularExpressions;
using Azure.Core;

namespace SecureDocket.Testing;

/// <summary>The services that a <see cref="StorageTap"/> tells apart.</summary>
public enum TappedService
{
    Tables,
    Blobs,
    Vault,
}

/// <summary>One request as the tap saw it.</summary>
/// <param name="Service">The service asked.</param>
/// <param name="Method">The HTTP method; of a table transaction the outer one.</param>
/// <param name="Target">The table or container; for the vault what is done, e.g. <c>sign</c>.</param>
public sealed partial record TappedRequest(TappedService Service, string Method, string Target)
{
    /// <summary>Whether the request only reads.</summary>
    public bool IsRead => Method == "GET";

    internal static TappedRequest Of(Request request, FakeKeyVault? vault)
    {
        var (method, uri) = (request.Method.Method, request.Uri.ToUri());
        if (uri.Host == vault?.VaultUri.Host)
            return new(TappedService.Vault, method, uri.Segments[^1].Trim('/'));

        // The emulator's addresses begin with the account.
        if (!request.Headers.Contains("DataServiceVersion") && !uri.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal))
            return new(TappedService.Blobs, method, uri.Segments[2].Trim('/'));

        return new(TappedService.Tables, method, TableOf(request, uri));
    }

    private static string TableOf(Request request, Uri uri)
    {
        var path = uri.AbsolutePath;
        if (path.EndsWith("/$batch", StringComparison.Ordinal))
        {
            // A transaction names its table only in the requests within.
            path = InnerRequest().Match(RecordedRequest.Of(request).Body.ToString()).Groups["path"].Value;
        }

        return path.Split('/')[^1].Split('(')[0];
    }

    [GeneratedRegex(@"^(?:POST|PUT|PATCH|MERGE|DELETE) https?://[^/]+(?<path>/[^? ]+)", RegexOptions.Multiline)]
    private static partial Regex InnerRequest();
}
