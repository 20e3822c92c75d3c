using SecureDocket.Messages;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Tests.Reminders;

/// <summary>What may befall a call.</summary>
public enum CallFault
{
    /// <summary>It fails, and nothing has happened.</summary>
    NotDone,

    /// <summary>It happens, and its answer is lost.</summary>
    AnswerLost,

    /// <summary>The process dies just before it.</summary>
    KilledBefore,

    /// <summary>It happens, and the process dies before the answer.</summary>
    KilledAfter,
}

/// <summary>Sees every call of the services to tables and provider, and has one of them go wrong.</summary>
internal sealed class CallTap
{
    private readonly Lock _gate = new();
    private readonly List<Call> _calls = [];
    private readonly Dictionary<string, int> _counts = [];
    private (Call Call, CallFault Fault)? _plan;

    /// <summary>The calls since the last <see cref="Restart"/>.</summary>
    public IReadOnlyList<Call> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Is told of each call before it happens; where a test acts at that moment.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>A partition whose rows nobody can read; null for none.</summary>
    public string? FailPartition { get; set; }

    /// <summary>Forgets what was seen and planned.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _calls.Clear();
            _counts.Clear();
            _plan = null;
        }
    }

    /// <summary>Forgets what was seen; this call goes wrong.</summary>
    public void FailAt(Call call, CallFault fault)
    {
        Restart();
        _plan = (call, fault);
    }

    public ITables Over(ITables tables, Process process) => new Tapped(this, tables, null!, process);

    public ISms Over(ISms sms, Process process) => new Tapped(this, null!, sms, process);

    private async Task<T> CallAsync<T>(string what, Process process, Func<Task<T>> act, Func<CallFault, T>? instead = null)
    {
        await (Before?.Invoke(what) ?? Task.CompletedTask);
        CallFault? fault;
        lock (_gate)
        {
            if (process.IsDead)
                throw new ProcessKilledException();
            var call = new Call(what, _counts.GetValueOrDefault(what));
            _counts[what] = call.Nth + 1;
            fault = _plan is { } plan && plan.Call == call ? plan.Fault : null;
            _calls.Add(call);
            process.IsDead = fault == CallFault.KilledBefore;
        }

        switch (fault)
        {
            case CallFault.NotDone:
                return instead is null ? throw new DependencyUnavailableException("test") : instead(CallFault.NotDone);
            case CallFault.AnswerLost:
                await act();
                return instead is null ? throw new DependencyUnavailableException("test") : instead(CallFault.AnswerLost);
            case CallFault.KilledBefore:
                throw new ProcessKilledException();
            case CallFault.KilledAfter:
                await act();
                process.IsDead = true;
                throw new ProcessKilledException();
            default:
                return await act();
        }
    }

    private sealed class Tapped(CallTap tap, ITables tables, ISms sms, Process process) : ITables, ISms
    {
        public Task<Row?> FindAsync(string table, RowKey key, CancellationToken cancellationToken) =>
            tap.CallAsync($"find {table}", process, () => tables.FindAsync(table, key, cancellationToken));

        public Task<IReadOnlyList<Row>> RangeAsync(
            string table, string partition, string from, string to, int take, CancellationToken cancellationToken) =>
            tap.CallAsync(
                $"range {table}",
                process,
                () => partition == tap.FailPartition ? throw new DependencyUnavailableException("test") : tables.RangeAsync(table, partition, from, to, take, cancellationToken));

        public Task<ScanPage> ScanAsync(string table, string from, string to, string? continuation, CancellationToken cancellationToken) =>
            tap.CallAsync($"scan {table}", process, () => tables.ScanAsync(table, from, to, continuation, cancellationToken));

        public async Task<IReadOnlyList<string>?> CommitAsync(
            string table, string partition, IReadOnlyList<RowWrite> writes, CancellationToken cancellationToken)
        {
            var kind = await tables.KindAsync(partition, writes);
            return await tap.CallAsync(
                kind is null ? $"commit {table}" : $"commit {table} {kind}", process, () => tables.CommitAsync(table, partition, writes, cancellationToken));
        }

        // The provider's port never throws: whatever happens is an outcome.
        public Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken) => tap.CallAsync(
            "sms",
            process,
            () => sms.SendAsync(message, cancellationToken),
            fault => fault == CallFault.NotDone ? new(SmsResult.NotSent, Reason: "no-connection") : new(SmsResult.Unknown, Reason: "no-answer"));
    }
}

/// <summary>A call. Several may be under way at once, so it is known by what it asks for and not by its place among all.</summary>
/// <param name="What">What is asked of which table, and a commit's kind of event.</param>
/// <param name="Nth">How many like it were before.</param>
public sealed record Call(string What, int Nth);

/// <summary>The process is no more.</summary>
public sealed class ProcessKilledException : Exception;
