using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Security.KeyVault.Keys.Wire;

/// <summary>One request to a vault: authenticated by challenge, retried by the client's options, checked for its status.</summary>
internal sealed class VaultPipeline(ClientOptions options, TokenCredential credential, bool verifyResource, int version)
{
    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(options, new ChallengePolicy(credential, verifyResource));

    public Uri At(Uri key, string action = "")
    {
        var uri = new RequestUriBuilder();
        uri.Reset(key);
        uri.AppendPath(action, escape: false);
        uri.AppendQuery("api-version", $"7.{version}");
        return uri.ToUri();
    }

    public async Task<Response> SendAsync(RequestMethod method, Uri uri, RequestContent content, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add(HttpHeader.Common.JsonContentType);
        message.Request.Headers.Add(HttpHeader.Common.JsonAccept);
        message.Request.Content = content;
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return message.Response.Status is 200 or 201 or 202 or 204
            ? message.Response
            : throw new RequestFailedException(message.Response);
    }
}
