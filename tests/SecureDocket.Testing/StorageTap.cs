using Azure.Core;
using Azure.Core.Pipeline;
using SecureDocket.Encryption;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.Testing;

/// <summary>
/// A tap between the product and what it depends on: it counts the calls, and makes a chosen one go wrong. It is put over the
/// ports, or on the wire below the Azure clients and their retries, where each try counts.
/// </summary>
/// <param name="vault">On the wire, answers requests to its own host; everything else goes to the network.</param>
public sealed class StorageTap(FakeKeyVault? vault = null)
{
    private readonly Lock _gate = new();
    private readonly List<TappedRequest> _requests = [];
    private (int Index, TransportFault Fault, bool OfVault)? _plan;
    private int _waiting;
    private TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

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

    /// <summary>On the wire, is shown each request before it goes out: its address and headers.</summary>
    public Action<Request>? Watch { get; set; }

    /// <summary>What every request meets until this is null again, whatever is planned; they are counted all the same.</summary>
    public TransportFault? Outage { get; set; }

    /// <summary>Which requests are never answered: they end when whoever sent them gives up.</summary>
    public Func<TappedRequest, bool>? Silent { get; set; }

    /// <summary>How many requests are waiting in silence now.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting;
        }
    }

    /// <summary>Completes when one more request begins to wait in silence.</summary>
    public Task NextWaitAsync()
    {
        lock (_gate)
            return _next.Task;
    }

    /// <summary>Completes when the next request begins to wait in silence, or one does already.</summary>
    public Task WaitsAsync()
    {
        lock (_gate)
            return _waiting > 0 ? Task.CompletedTask : _waits.Task;
    }

    /// <summary>What the Azure clients send their requests through.</summary>
    public HttpPipelineTransport Wire => new TappedWire(this, vault);

    /// <summary>Tables whose calls go through the tap.</summary>
    public ITables Over(ITables tables) => new TappedTables(this, tables);

    /// <summary>Blobs whose calls go through the tap.</summary>
    public IBlobs Over(IBlobs blobs) => new TappedBlobs(this, blobs);

    /// <summary>Signing keys whose calls go through the tap.</summary>
    public ISigningKeys Over(ISigningKeys keys) => new TappedKeys(this, keys);

    /// <summary>The vault's key that wraps shard keys, whose calls go through the tap.</summary>
    public IShardKeyVault Over(IShardKeyVault keys) => new TappedShardKeys(this, keys);

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

    /// <summary>Counts a request and gives what it is to meet.</summary>
    internal async Task<TransportFault?> MeetAsync(TappedRequest request, CancellationToken cancellationToken)
    {
        var (index, fault) = Count(request);
        await (Before?.Invoke(index) ?? Task.CompletedTask);
        if (Silent?.Invoke(request) == true)
            await GiveUpAsync(cancellationToken);
        return fault;
    }

    private async Task GiveUpAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource gaveUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting++;
            _waits.TrySetResult();
            _next.TrySetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        // At once, so that a test that moves the clock sees whom it has passed.
        using var end = cancellationToken.Register(() =>
        {
            lock (_gate)
            {
                if (--_waiting == 0)
                    _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            gaveUp.TrySetCanceled(cancellationToken);
        });
        await gaveUp.Task;
    }

    private (int Index, TransportFault? Fault) Count(TappedRequest request)
    {
        lock (_gate)
        {
            var index = _requests.Count;
            var vaultIndex = request.Service == TappedService.Vault ? _requests.Count(earlier => earlier.Service == TappedService.Vault) : -1;
            _requests.Add(request);
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
