namespace SecureDocket.Functions.Partners;

/// <summary>Names whoever is refused as a partner in the log: a metric by partner would grow without end.</summary>
/// <remarks>A line a minute for each, and no more in all than there can be partners, however many tokens are tried.</remarks>
public sealed class RefusedPartners(TimeProvider clock, ILogger<RefusedPartners> logger)
{
    private const int LinesAMinute = 1000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _minute;

    /// <summary>Tells of a refusal, unless this caller was told of within the clock minute.</summary>
    /// <param name="caller">Whose token it was; its id is an application's, never a person's.</param>
    /// <param name="code">The problem's code.</param>
    public void Tell(Actor caller, string code)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var minute = clock.GetUtcNow().ToUnixTimeSeconds() / 60;
        lock (_gate)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _told.Clear();
            }

            if (_told.Count >= LinesAMinute || !_told.Add(caller.Id))
            {
                return;
            }
        }

        Log.PartnerRefused(logger, caller.Id, code);
    }
}
