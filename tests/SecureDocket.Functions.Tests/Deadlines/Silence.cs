using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Deadlines;

/// <summary>Moves a host's clock for as long as a request waits for what does not answer.</summary>
internal static class Silence
{
    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits for an answer while time passes, but no more than <paramref name="limit"/>; gives how much did.</summary>
    public static async Task<TimeSpan> PassAsync(this TappedHost host, Task answer, TimeSpan limit)
    {
        var passed = TimeSpan.Zero;
        while (!answer.IsCompleted && passed < limit)
        {
            await Task.WhenAny(answer, host.Tap.WaitsAsync());
            while (host.Tap.Waiting is > 0 and var waiting && passed < limit)
            {
                var next = host.Tap.NextWaitAsync();
                host.Host.Clock.Advance(s_step);
                passed += s_step;
                if (host.Tap.Waiting is > 0 and var left && left < waiting)
                {
                    // Somebody gave up, perhaps the request, which now goes on; others who wait must not make time pass for it. Was it one of those, nothing follows.
                    await Task.WhenAny(answer, next, Task.Delay(s_patience));
                }
            }
        }

        // A request that goes on waiting fails its test, and not the run.
        await answer.WaitAsync(TimeSpan.FromMinutes(2));
        return passed;
    }
}
