using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>Sees each request as it is about to leave, signed and complete; can keep it from leaving.</summary>
internal sealed class RecordingPolicy(bool forward) : HttpPipelineSynchronousPolicy
{
    public List<(string Method, Uri Uri, Dictionary<string, string> Headers)> Requests { get; } = [];

    public override void OnSendingRequest(HttpMessage message)
    {
        Requests.Add((
            message.Request.Method.Method,
            message.Request.Uri.ToUri(),
            message.Request.Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)));
        if (!forward)
            throw new HeldBackException();
    }

    public sealed class HeldBackException : Exception;
}
