using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>One account's endpoint with the pipeline that reaches it; shared by the service client and its table clients.</summary>
internal sealed class ServiceConnection
{
    private const string Scope = "https://storage.azure.com/.default";

    private ServiceConnection(Uri endpoint, string accountName, HttpPipelinePolicy authentication, TableClientOptions options)
    {
        options ??= new TableClientOptions();
        Endpoint = endpoint;
        AccountName = accountName;
        Version = options.VersionHeader;
        Pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            ResponseClassifier = ResponseClassifier,
            RequestFailedDetailsParser = ServiceErrorParser.Instance,
        });
    }

    private static ResponseClassifier ResponseClassifier { get; } = new();

    public Uri Endpoint { get; }

    public string AccountName { get; }

    public string Version { get; }

    public HttpPipeline Pipeline { get; }

    public static ServiceConnection From(string connectionString, TableClientOptions options)
    {
        var (endpoint, credential) = ConnectionString.Parse(connectionString);
        return From(endpoint, credential, options);
    }

    public static ServiceConnection From(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, credential.AccountName, new SharedKeyPolicy(credential), options);
    }

    public static ServiceConnection From(Uri endpoint, TokenCredential credential, TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, AccountNameOf(endpoint), new BearerTokenAuthenticationPolicy(credential, Scope), options);
    }

    // An account is the first label of the host name, or the first path segment where an IP address is the host.
    private static string AccountNameOf(Uri endpoint) => endpoint.HostNameType == UriHostNameType.Dns && !endpoint.IsLoopback
        ? endpoint.Host.Split('.')[0]
        : endpoint.AbsolutePath.Trim('/').Split('/')[0];
}
