using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Azure;

/// <summary>Whether a request was handed to the network. Before that, a failure is known to have sent nothing.</summary>
internal sealed class Departure
{
    public bool HasLeft { get; set; }
}

/// <summary>The last policy before the transport, which records that the request is being sent.</summary>
internal sealed class DeparturePolicy : HttpPipelineSynchronousPolicy
{
    private const string Property = "SecureDocket.Departure";

    /// <summary>Watches the requests made until the result is disposed.</summary>
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
