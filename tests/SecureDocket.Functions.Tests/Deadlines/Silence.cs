using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Deadlines;

/// <summary>Moves a host's clock for as long as a request waits for what does not answer.</summary>
internal static class Silence
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    /// <summary>Waits for an answer while time passes, but no more than <paramref name="limit"/>; gives how much did.</summary>
    public static async Task<TimeSpan> PassAsync(this TappedHost host, Task answer, TimeSpan limit)
    {
        var passed = TimeSpan.Zero;
        while (!answer.IsCompleted && passed < limit)
        {
            await Task.WhenAny(answer, host.Tap.WaitsAsync());
            while (host.Tap.IsWaiting && passed < limit)
            {
                host.Host.Clock.Advance(s_step);
                passed += s_step;
            }
        }

        // A request that goes on waiting fails its test, and not the run.
        await answer.WaitAsync(TimeSpan.FromMinutes(2));
        return passed;
    }
}
