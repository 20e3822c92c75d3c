using Azure.Core;
using Azure.Core.Pipeline;

namespace SecureDocket.Testing;

/// <summary>
/// A service that lives in this process. Plugged in as <see cref="ClientOptions.Transport"/>, it sits below the whole
/// pipeline, so authentication, retries and serialization are the client's real ones, with the official packages and with stand-ins.
/// </summary>
public abstract class InMemoryTransport : HttpPipelineTransport
{
    private readonly Queue<(TransportFault Fault, TimeSpan? RetryAfter)> _faults = new();
    private readonly List<RecordedRequest> _requests = [];

    /// <summary>Held while a call is answered; whoever looks at or changes the service's state holds it too.</summary>
    private protected Lock Gate { get; } = new();

    /// <summary>Everything that was sent, in order, faults and authentication probes included.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (Gate)
                return [.. _requests];
        }
    }

    /// <summary>
    /// The next <paramref name="calls"/> authenticated calls meet this fault; later plans queue behind earlier ones.
    /// <paramref name="retryAfter"/> is what a throttled or unavailable service asks for; without it no header does.
    /// </summary>
    public void FailNext(TransportFault fault, int calls = 1, TimeSpan? retryAfter = null)
    {
        lock (Gate)
        {
            for (var i = 0; i < calls; i++)
                _faults.Enqueue((fault, retryAfter));
        }
    }

    /// <summary>Forgets the faults that are planned.</summary>
    public void Recover()
    {
        lock (Gate)
            _faults.Clear();
    }

    // The real transport's request holds headers and content; only its way out is replaced.
    public sealed override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public sealed override void Process(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.CancellationToken.ThrowIfCancellationRequested();
        var request = RecordedRequest.Of(message.Request);
        lock (Gate)
        {
            _requests.Add(request);
            message.Response = Answer(request);
            message.Response.ClientRequestId = message.Request.ClientRequestId;
        }
    }

    public sealed override ValueTask ProcessAsync(HttpMessage message)
    {
        Process(message);
        return ValueTask.CompletedTask;
    }

    /// <summary>The answer to a call without valid credentials, or null where the call may go on.</summary>
    private protected abstract InMemoryResponse? Refuse(RecordedRequest request);

    /// <summary>Does what an authenticated call asks for.</summary>
    private protected abstract InMemoryResponse Perform(RecordedRequest request);

    private InMemoryResponse Answer(RecordedRequest request)
    {
        if (Refuse(request) is { } refusal)
            return refusal;
        if (!_faults.TryDequeue(out var next))
            return Perform(request);

        switch (next.Fault)
        {
            case TransportFault.Throttled:
                return InMemoryResponse.Error(429, "Throttled", "Too many requests.").RetryAfter(next.RetryAfter);
            case TransportFault.Unavailable:
                return InMemoryResponse.Error(503, "ServiceUnavailable", "The service is not available.").RetryAfter(next.RetryAfter);
            case TransportFault.NotSent:
                throw TransportFaults.BeforeConnecting();
            case TransportFault.TimedOut:
                throw TransportFaults.WaitingForTheAnswer();
            case TransportFault.AnswerLost:
                Perform(request);
                throw TransportFaults.WaitingForTheAnswer();
            default:
                throw new InvalidOperationException($"{next.Fault} is not a fault.");
        }
    }
}
