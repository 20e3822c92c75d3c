namespace SecureDocket.Functions.Partners;

/// <summary>Logs refused partners. A metric with a tag per partner would have unlimited cardinality.</summary>
/// <remarks>At most one line per minute and partner, and in total no more than the maximum number of partners, however many tokens are tried.</remarks>
public sealed class RefusedPartners(TimeProvider clock, ILogger<RefusedPartners> logger)
{
    private const int LinesAMinute = 1000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private long _minute;

    /// <summary>Logs a refusal of a partner's request and answers with it.</summary>
    internal IResult Answer(Actor caller, IReadOnlyList<Refusal> refusals)
    {
        Tell(caller, refusals[0].Code);
        return ProblemResult.Of(refusals);
    }

    /// <summary>Logs a refusal, unless one of this caller was logged within the same clock minute.</summary>
    /// <param name="caller">The caller. Its ID is that of an application, never of a person.</param>
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
