using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Testing;

/// <summary>
/// A tap between the Azure clients and their services: it counts the requests, and makes a chosen one fail. It sits below
/// retries, so each try counts.
/// </summary>
/// <param name="vault">Answers requests to its own host; everything else goes to the network.</param>
public sealed class StorageTap(FakeKeyVault? vault = null) : HttpPipelineTransport
{
    private readonly Lock _gate = new();
    private readonly List<TappedRequest> _requests = [];
    private (int Index, TransportFault Fault, bool OfVault)? _plan;

    /// <summary>The requests since the last <see cref="Restart"/>, in the order in which they left, failed ones included.</summary>
    public IReadOnlyList<TappedRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>The requests to tables and blobs.</summary>
    public int StorageOperations => Requests.Count(request => request.Service != TappedService.Vault);

    /// <summary>Is told each request's index before it goes out; where a test acts at that moment.</summary>
    public Func<int, Task>? Before { get; set; }

    /// <summary>Is shown each request before it goes out: its address and headers.</summary>
    public Action<Request>? Watch { get; set; }

    /// <summary>What every request meets until this is null again, whatever is planned; they are counted all the same.</summary>
    public TransportFault? Outage { get; set; }

    /// <summary>Forgets what was counted, and any plan to fail.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _requests.Clear();
            _plan = null;
        }
    }

    /// <summary>Forgets what was counted, and fails the request with this index, from 0.</summary>
    public void FailAt(int index, TransportFault fault) => Plan((index, fault, false));

    /// <summary>Forgets what was counted, and fails the request with this index among those to the vault, from 0.</summary>
    public void FailAtVault(int index, TransportFault fault) => Plan((index, fault, true));

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) =>
        throw new NotSupportedException("The product waits for nothing synchronously.");

    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (index, fault) = Count(message.Request);
        Watch?.Invoke(message.Request);
        await (Before?.Invoke(index) ?? Task.CompletedTask);
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
                throw Lost.BeforeConnecting();
            case TransportFault.TimedOut:
                throw Lost.WaitingForTheAnswer();
            case TransportFault.AnswerLost:
                await SendAsync(message);
                message.Response.Dispose();
                message.Response = null!;
                throw Lost.WaitingForTheAnswer();
            default:
                throw new InvalidOperationException("Not a fault.");
        }
    }

    private ValueTask SendAsync(HttpMessage message) => vault is not null && message.Request.Uri.Host == vault.VaultUri.Host
        ? vault.ProcessAsync(message)
        : HttpClientTransport.Shared.ProcessAsync(message);

    private (int Index, TransportFault? Fault) Count(Request request)
    {
        lock (_gate)
        {
            var tapped = TappedRequest.Of(request, vault);
            var index = _requests.Count;
            var vaultIndex = tapped.Service == TappedService.Vault ? _requests.Count(earlier => earlier.Service == TappedService.Vault) : -1;
            _requests.Add(tapped);
            return (index, Outage ?? (_plan is { } plan && plan.Index == (plan.OfVault ? vaultIndex : index) ? plan.Fault : null));
        }
    }

    private void Plan((int Index, TransportFault Fault, bool OfVault) plan)
    {
        lock (_gate)
        {
            _requests.Clear();
            _plan = plan;
        }
    }
}
