using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure;

/// <summary>Whether a request was handed to the network. Until then a failure is known to have sent nothing.</summary>
internal sealed class Departure
{
    public bool HasLeft { get; set; }
}

/// <summary>The last policy before the transport: notes for whoever watches that the request leaves.</summary>
internal sealed class DeparturePolicy : HttpPipelineSynchronousPolicy
{
    private const string Property = "SecureDocket.Departure";

    /// <summary>Watches the requests that are made until what is given is disposed of.</summary>
    public static IDisposable Watch(Departure departure) =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = departure });

    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.TryGetProperty(Property, out var watched) && watched is Departure departure)
        {
            departure.HasLeft = true;
        }
    }
}
