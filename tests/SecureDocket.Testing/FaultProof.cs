using SecureDocket.Storage;
using Xunit.Sdk;

namespace SecureDocket.Testing;

/// <summary>A call that went wrong.</summary>
/// <param name="Fault">How.</param>
/// <param name="Call">The call's place among those of the run without a fault, from 0.</param>
/// <param name="Request">What that run asked for there.</param>
public sealed record FaultedCall(TransportFault Fault, int Call, TappedRequest Request);

/// <summary>What holds of a command whatever becomes of any call that it makes.</summary>
public static class FaultProof
{
    /// <summary>
    /// How a call goes wrong: nothing was done; it was done, and the answer is lost; or the client repeats by itself what was
    /// done already. In the first two the caller is told of a failure.
    /// </summary>
    public static IReadOnlyList<TransportFault> Faults { get; } = [TransportFault.NotSent, TransportFault.AnswerLost, TransportFault.Repeated];

    /// <summary>Whether the product is told of a failure.</summary>
    public static bool IsTold(FaultedCall? fault) => fault is { Fault: not TransportFault.Repeated };

    /// <summary>
    /// Runs a command without a fault, and then once for each of its calls and each fault. In memory, every run begins in the
    /// same world. Over Azurite, every run begins with preparations of its own, and there are four: the first call is not done,
    /// the answer to the last commit is lost, that commit is repeated, and the last answer is lost.
    /// </summary>
    /// <param name="host">The host that the command runs on.</param>
    /// <param name="prepare">Prepares what the command needs.</param>
    /// <param name="command">The command; it throws nothing because of a fault.</param>
    /// <param name="whole">Holds what the command left, given its answer and the fault, to the promise; it may repeat the command. The fault is null in the run without one.</param>
    /// <param name="faults">The faults that are tried in memory, if not all of <see cref="Faults"/>.</param>
    /// <returns>The calls of the run without a fault.</returns>
    public static async Task<IReadOnlyList<TappedRequest>> AtEveryCallAsync<TReady, TAnswer>(
        TappedHost host,
        Func<Task<TReady>> prepare,
        Func<TReady, Task<TAnswer>> command,
        Func<TReady, TAnswer, FaultedCall?, Task> whole,
        IReadOnlyList<TransportFault>? faults = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(prepare);
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(whole);
        host.Tap.Restart();
        var ready = await prepare();
        var kept = host.World?.Fork();
        await RunAsync(host, ready, command, whole);

        // Once more: what the process remembers from the first run, it does not ask for again, nor in the runs that follow.
        if (kept is null)
            ready = await prepare();
        else
            host.World!.ReturnTo(kept);
        var calls = await RunAsync(host, ready, command, whole);
        if (calls.Count == 0)
            throw new XunitException("The command makes no call.");

        var tried = kept is null ? Chosen(calls) : (faults ?? Faults).SelectMany(fault => Enumerable.Range(0, calls.Count).Select(call => (fault, call)));
        var unmet = 0;
        foreach (var (fault, call) in tried)
        {
            host.Tap.Restart();
            if (kept is null)
                ready = await prepare();
            else
                host.World!.ReturnTo(kept);

            host.Tap.FailAt(call, fault);
            try
            {
                var answer = await command(ready);
                var isMet = host.Tap.Requests.Count > call;
                unmet += isMet ? 0 : 1;
                host.Tap.Restart();
                if (calls.Any(made => made is { Service: TappedService.Vault, Target: "unwrapKey" or "wrapKey" }))
                {
                    // A process asks again only after half a minute.
                    host.Host.Clock.Advance(TimeSpan.FromSeconds(31));
                }

                await whole(ready, answer, isMet ? new(fault, call, calls[call]) : null);
            }
            catch (Exception failure)
            {
                throw new XunitException($"{fault} at call {call} of {calls.Count}, {calls[call]}: {failure.Message}", failure);
            }
        }

        // A run may make a call or two fewer than the first did: what it remembers differs, and some is done in the background.
        if (unmet * 4 > tried.Count())
            throw new XunitException($"{unmet} of {tried.Count()} faults were not met.");
        return calls;
    }

    private static async Task<IReadOnlyList<TappedRequest>> RunAsync<TReady, TAnswer>(
        TappedHost host, TReady ready, Func<TReady, Task<TAnswer>> command, Func<TReady, TAnswer, FaultedCall?, Task> whole)
    {
        host.Tap.Restart();
        var answer = await command(ready);
        var calls = host.Tap.Requests;
        host.Tap.Restart();
        await whole(ready, answer, null);
        return calls;
    }

    private static (TransportFault Fault, int Call)[] Chosen(IReadOnlyList<TappedRequest> calls)
    {
        var writes = Enumerable.Range(0, calls.Count).Where(call => !calls[call].IsRead).ToList();
        var commit = writes.LastOrDefault(call => calls[call].Target == TableNames.Dockets, writes.LastOrDefault());
        return [(TransportFault.NotSent, 0), (TransportFault.AnswerLost, commit), (TransportFault.Repeated, commit), (TransportFault.AnswerLost, calls.Count - 1)];
    }
}
