using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Storage.Blobs.Wire;

/// <summary>One account's way to the service: version, authorization and retries, shared by all clients made from one.</summary>
internal sealed class BlobPipeline
{
    private const string Audience = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;

    private BlobPipeline(BlobClientOptions options, HttpPipelinePolicy authorization)
    {
        _version = options.VersionHeader;
        var build = new HttpPipelineOptions(options) { RequestFailedDetailsParser = new StorageErrors() };
        // Per retry, because a signature is bound to its date.
        if (authorization is not null)
            build.PerRetryPolicies.Add(authorization);
        _pipeline = HttpPipelineBuilder.Build(build);
    }

    public static BlobPipeline Anonymous(BlobClientOptions options) => new(options ?? new(), null);

    public static BlobPipeline For(StorageSharedKeyCredential credential, BlobClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new(options ?? new(), new SharedKeyPolicy(credential));
    }

    public static BlobPipeline For(Uri uri, TokenCredential credential, BlobClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(uri);
        ArgumentNullException.ThrowIfNull(credential);
        if (uri.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException("Cannot use TokenCredential without HTTPS.");
        return new(options ?? new(), new BearerTokenAuthenticationPolicy(credential, Audience));
    }

    public HttpMessage Message(RequestMethod method, Uri uri, params ReadOnlySpan<(string Name, string Value)> query)
    {
        var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        foreach (var (name, value) in query)
        {
            if (value is not null)
                message.Request.Uri.AppendQuery(name, value);
        }
        message.Request.Headers.Add("x-ms-version", _version);
        message.Request.Headers.Add(HttpHeader.Names.Accept, "application/xml");
        return message;
    }

    /// <summary>Sends; any status but the expected ones is a failure.</summary>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken, params int[] expected)
    {
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (expected.Contains(message.Response.Status))
            return message.Response;
        if (!message.BufferResponse)
            await BufferAsync(message.Response, cancellationToken).ConfigureAwait(false);
        throw new RequestFailedException(message.Response);
    }

    // An error's explanation is small and must be at hand when the exception is built.
    private static async Task BufferAsync(Response response, CancellationToken cancellationToken)
    {
        if (response.ContentStream is not { CanSeek: false } live)
            return;
        var buffer = new MemoryStream();
        await live.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        await live.DisposeAsync().ConfigureAwait(false);
        buffer.Position = 0;
        response.ContentStream = buffer;
    }
}
