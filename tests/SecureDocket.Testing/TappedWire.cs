using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Testing;

/// <summary>The wire under a <see cref="StorageTap"/>: to the vault's own host, else to the network.</summary>
internal sealed class TappedWire(StorageTap tap, FakeKeyVault? vault) : HttpPipelineTransport
{
    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) =>
        throw new NotSupportedException("The product waits for nothing synchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        tap.Watch?.Invoke(message.Request);
        var fault = await tap.MeetAsync(TappedRequest.Of(message.Request, vault), message.CancellationToken);
        message.CancellationToken.ThrowIfCancellationRequested();
        switch (fault)
        {
            case null:
                await SendAsync(message);
                break;
            case TransportFault.Throttled:
                message.Response = InMemoryResponse.Error(429, "Throttled", "Too many requests.");
                break;
            case TransportFault.Unavailable:
                message.Response = InMemoryResponse.Error(503, "ServerBusy", "The server is busy.");
                break;
            case TransportFault.NotSent:
                throw TransportFaults.BeforeConnecting();
            case TransportFault.TimedOut:
                throw TransportFaults.WaitingForTheAnswer();
            case TransportFault.AnswerLost:
                await LoseAsync(message);
                throw TransportFaults.WaitingForTheAnswer();
            case TransportFault.Repeated:
                await LoseAsync(message);
                await SendAsync(message);
                break;
            default:
                throw new InvalidOperationException("Not a fault.");
        }
    }

    private async Task LoseAsync(HttpMessage message)
    {
        await SendAsync(message);
        message.Response.Dispose();
        message.Response = null!;
    }

    private ValueTask SendAsync(HttpMessage message) => vault is not null && message.Request.Uri.Host == vault.VaultUri.Host
        ? vault.ProcessAsync(message)
        : HttpClientTransport.Shared.ProcessAsync(message);
}
