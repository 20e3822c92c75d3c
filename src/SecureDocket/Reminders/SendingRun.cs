using System.Collections.Concurrent;
using SecureDocket.Messages;

namespace SecureDocket.Reminders;

/// <summary>What the senders of one run share: how many messages each number may send, and whether the provider is well.</summary>
/// <remarks>
/// The first message of a run goes alone. While the provider is down every attempt may cost a message, which then is Unknown
/// and not sent again: so a run makes one attempt, and only once that went well the others follow.
/// </remarks>
internal sealed class SendingRun(SenderRates rates) : IDisposable
{
    // One failure is one message's; several in a row are the provider's.
    private const int FailureLimit = 3;
    private const int LargestGrant = 64;

    private readonly SemaphoreSlim _first = new(1, 1);
    private readonly ConcurrentDictionary<string, Allowance> _allowances = new(StringComparer.Ordinal);
    private volatile bool _proven;
    private volatile bool _stopped;
    private int _failures;

    /// <summary>What the provider did last when the run was stopped for it; null when it was not.</summary>
    public SmsOutcome? StoppedBy { get; private set; }

    /// <summary>How many messages the provider accepted.</summary>
    public int Sent => _sent;

    private int _sent;

    /// <summary>Whether nothing more leaves in this run at all.</summary>
    public bool IsStopped => _stopped;

    /// <summary>Whether nothing more can leave in this run from a number.</summary>
    public bool IsOver(SenderNumber sender) => _stopped || (_allowances.TryGetValue(sender.Number, out var allowance) && allowance.IsUsedUp);

    /// <summary>Waits until a message may be claimed.</summary>
    /// <returns>False when none may leave from this number in this run. After true, <see cref="Leave"/> must follow.</returns>
    public async Task<bool> EnterAsync(SenderNumber sender, CancellationToken cancellationToken)
    {
        if (!await TakeAsync(sender, cancellationToken))
        {
            return false;
        }

        if (!_proven)
        {
            // Whoever holds it is bound by the limits of its calls.
            await _first.WaitAsync(CancellationToken.None);
            if (_proven)
            {
                _first.Release();
            }
        }

        // Those who waited for the first message may have been told of its end.
        if (_stopped || _allowances[sender.Number].IsRefused)
        {
            Release();
            return false;
        }

        return true;
    }

    /// <summary>Tells what became of a message.</summary>
    /// <param name="sender">The number.</param>
    /// <param name="outcome">What the provider did; null when it was not called.</param>
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
                // A request that is refused as a whole may be one bad message, or our own settings: then it would be every one.
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

    /// <summary>Ends the run: nothing more is claimed.</summary>
    public void Stop() => _stopped = true;

    public void Dispose()
    {
        _first.Dispose();
        foreach (var allowance in _allowances.Values)
        {
            allowance.Dispose();
        }
    }

    // Whoever waits for the first message learns by the semaphore that it is through.
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

    /// <summary>What a number may still send.</summary>
    private sealed class Allowance(SenderNumber sender, SenderRates rates) : IDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private int _left;
        private int _grant = 1;
        private int _refusals;

        /// <summary>Whether nothing more is granted; what was granted may still leave.</summary>
        public bool IsUsedUp { get; private set; }

        /// <summary>Whether the provider wants nothing more from this number for now.</summary>
        public bool IsRefused { get; private set; }

        // One refusal may be a passing one; several in a row are the provider's limit. Either costs nobody a message.
        public void Refused()
        {
            if (Interlocked.Increment(ref _refusals) >= FailureLimit)
            {
                IsUsedUp = IsRefused = true;
            }
        }

        public void Accepted() => Interlocked.Exchange(ref _refusals, 0);

        /// <summary>Takes one. What is asked for grows with what was used, so that a few messages reserve few.</summary>
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
