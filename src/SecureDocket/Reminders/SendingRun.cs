using System.Collections.Concurrent;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>The state shared by the senders of one run: how many messages each number may send, and whether the provider is available.</summary>
/// <remarks>
/// The first message of a run is sent alone. While the provider is down, every attempt may lose a message, which is then Unknown
/// and not sent again. So a run makes one attempt, and the others follow only after it succeeded.
/// </remarks>
internal sealed class SendingRun(SenderRates rates) : IDisposable
{
    // One failure may be caused by the message; several in a row are caused by the provider.
    private const int FailureLimit = 3;
    private const int LargestGrant = 64;

    private readonly SemaphoreSlim _first = new(1, 1);
    private readonly ConcurrentDictionary<string, Allowance> _allowances = new(StringComparer.Ordinal);
    private volatile bool _proven;
    private volatile bool _stopped;
    private int _failures;

    /// <summary>The provider's last outcome when it stopped the run; null if the run was not stopped.</summary>
    public SmsOutcome? StoppedBy { get; private set; }

    /// <summary>The number of messages that the provider accepted.</summary>
    public int Sent => _sent;

    private int _sent;

    /// <summary>Whether nothing more is sent in this run.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Whether nothing more can be sent from a number in this run.</summary>
    public bool IsOver(SenderNumber sender) => _stopped || (_allowances.TryGetValue(sender.Number, out var allowance) && allowance.IsUsedUp);

    /// <summary>Waits until a message may be claimed.</summary>
    /// <returns>False if none may be sent from this number in this run. After true, <see cref="Leave"/> must be called.</returns>
    public async Task<bool> EnterAsync(SenderNumber sender, CancellationToken cancellationToken)
    {
        if (!await TakeAsync(sender, cancellationToken))
        {
            return false;
        }

        if (!_proven)
        {
            // The holder is bound by the time limits of its calls.
            await _first.WaitAsync(CancellationToken.None);
            if (_proven)
            {
                _first.Release();
            }
        }

        // Senders that waited for the first message may find the run stopped.
        if (_stopped || _allowances[sender.Number].IsRefused)
        {
            Release();
            return false;
        }

        return true;
    }

    /// <summary>Reports the outcome of a message.</summary>
    /// <param name="sender">The number.</param>
    /// <param name="outcome">The provider's outcome; null if it was not called.</param>
    public void Leave(SenderNumber sender, SmsOutcome? outcome)
    {
        switch (outcome?.Result)
        {
            case SmsResult.Accepted:
                Interlocked.Increment(ref _sent);
                _allowances[sender.Number].Accepted();
                Interlocked.Exchange(ref _failures, 0);
                Release(proven: true);
                return;
            case SmsResult.Rejected when outcome.Reason?.StartsWith("http-", StringComparison.Ordinal) != true:
                Interlocked.Exchange(ref _failures, 0);
                Release(proven: true);
                return;
            case SmsResult.NotSent when outcome.Reason?.EndsWith("-429", StringComparison.Ordinal) == true:
                _allowances[sender.Number].Refused();
                Release();
                return;
            case SmsResult.NotSent or SmsResult.Unknown or SmsResult.Rejected:
                // A request refused as a whole may be one bad message, or our own settings; then every request would be refused.
                if (!_proven || Interlocked.Increment(ref _failures) >= FailureLimit)
                {
                    StoppedBy = outcome;
                    _stopped = true;
                }

                Release();
                return;
            default:
                Release();
                return;
        }
    }

    /// <summary>Stops the run; nothing more is claimed.</summary>
    public void Stop() => _stopped = true;

    public void Dispose()
    {
        _first.Dispose();
        foreach (var allowance in _allowances.Values)
        {
            allowance.Dispose();
        }
    }

    // Releasing the semaphore tells the waiting senders that the first message is done.
    private void Release(bool proven = false)
    {
        if (_proven)
        {
            return;
        }

        _proven = proven;
        _first.Release();
    }

    private Task<bool> TakeAsync(SenderNumber sender, CancellationToken cancellationToken) =>
        _allowances.GetOrAdd(sender.Number, _ => new(sender, rates)).TakeAsync(cancellationToken);

    /// <summary>The remaining allowance of a number.</summary>
    private sealed class Allowance(SenderNumber sender, SenderRates rates) : IDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private int _left;
        private int _grant = 1;
        private int _refusals;

        /// <summary>Whether nothing more is granted; granted messages may still be sent.</summary>
        public bool IsUsedUp { get; private set; }

        /// <summary>Whether the provider accepts nothing more from this number for now.</summary>
        public bool IsRefused { get; private set; }

        // A single refusal may be temporary; several in a row are the provider's limit. Neither loses a message.
        public void Refused()
        {
            if (Interlocked.Increment(ref _refusals) >= FailureLimit)
            {
                IsUsedUp = IsRefused = true;
            }
        }

        public void Accepted() => Interlocked.Exchange(ref _refusals, 0);

        /// <summary>Takes one. Each grant is twice as large as the previous one, so that a run with few messages reserves few.</summary>
        public async Task<bool> TakeAsync(CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(CancellationToken.None);
            try
            {
                if (_left == 0 && !IsUsedUp)
                {
                    _left = await rates.TakeAsync(sender, _grant, cancellationToken);
                    _grant = Math.Min(2 * _grant, LargestGrant);
                    IsUsedUp = _left == 0;
                }

                if (IsUsedUp)
                {
                    return false;
                }

                _left--;
                return true;
            }
            finally
            {
                _turn.Release();
            }
        }

        public void Dispose() => _turn.Dispose();
    }
}
