using NodaTime;
using NodaTime.Text;

namespace SecureDocket.Places;

/// <summary>A closure as a caller sent it, not validated yet.</summary>
public sealed record ClosureForm
{
    /// <summary>How far ahead a closure may be entered, in days: as far as check-ins are booked.</summary>
    public const int DaysAhead = 400;

    /// <summary>Those booked at an office get the first opening after it.</summary>
    public const string Rebook = "rebook";

    /// <summary>Those booked at an office choose another date themselves.</summary>
    public const string Choose = "choose";

    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>The local day, <c>YYYY-MM-DD</c>.</summary>
    public string? Day { get; init; }

    /// <summary>The local time from which it is closed, <c>HH:MM</c>; omitted together with <see cref="To"/> for the whole day.</summary>
    public string? From { get; init; }

    /// <summary>The local time from which it is open again.</summary>
    public string? To { get; init; }

    /// <summary>See <see cref="Closure.Reason"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>What becomes of those booked at an office: <c>rebook</c> or <c>choose</c>; omitted for a court.</summary>
    public string? Then { get; init; }

    /// <summary>The number of dates that the preview said.</summary>
    public long? Dates { get; init; }

    /// <summary>Validates every member and reports all faults at once.</summary>
    /// <param name="id">The ID of the closure.</param>
    /// <param name="isOffice">Whether the place is an office.</param>
    /// <param name="actor">The caller.</param>
    /// <param name="timeZone">The place's time zone.</param>
    /// <param name="now">The current time.</param>
    public Result<Closure> Check(string id, bool isOffice, Actor actor, string timeZone, Instant now)
    {
        List<Refusal> refusals = [];
        var draft = CheckTime(timeZone, now, refusals);
        if (!ClosureReasons.All.Contains(Reason, StringComparer.Ordinal))
        {
            refusals.Add(PlacesRefusals.ClosureReason);
        }

        if (isOffice ? Then is not (Rebook or Choose) : Then is not null)
        {
            refusals.Add(isOffice ? PlacesRefusals.ClosureThen : PlacesRefusals.CourtThen);
        }

        if (Dates is null or < 0 or > int.MaxValue)
        {
            refusals.Add(Refusals.Number("dates", 0, int.MaxValue));
        }

        return refusals.Count > 0 ? refusals : new Closure
        {
            Id = id,
            Day = draft.Day,
            From = draft.From,
            To = draft.To,
            Reason = Reason!,
            LetsChoose = Then == Choose,
            Dates = (int)Dates!.Value,
            RequestedBy = actor,
            At = now,
        };
    }

    /// <summary>The day and hours alone, for a preview; reports all their faults at once.</summary>
    /// <param name="timeZone">The place's time zone.</param>
    /// <param name="now">The current time.</param>
    public Result<Closure> CheckTime(string timeZone, Instant now)
    {
        List<Refusal> refusals = [];
        var (day, from, to) = CheckTime(timeZone, now, refusals);
        return refusals.Count > 0 ? refusals : new Closure
        {
            Id = "",
            Day = day,
            From = from,
            To = to,
            Reason = "",
            Dates = 0,
            RequestedBy = Actor.System("Preview"),
            At = now,
        };
    }

    private (LocalDate Day, LocalTime? From, LocalTime? To) CheckTime(string timeZone, Instant now, List<Refusal> refusals)
    {
        var zone = DateTimeZoneProviders.Tzdb[timeZone];
        var today = now.InZone(zone).Date;
        var isDay = LocalDatePattern.Iso.Parse(Day ?? "").TryGetValue(default, out var day);
        if (!isDay)
        {
            refusals.Add(Refusals.Day("day"));
        }
        else if (day > today.PlusDays(DaysAhead))
        {
            refusals.Add(PlacesRefusals.ClosureTooFar);
        }

        if (From is null && To is null)
        {
            refusals.AddRange(isDay && day < today ? [PlacesRefusals.ClosurePassed] : Array.Empty<Refusal>());
            return (day, null, null);
        }

        if (!s_time.Parse(From ?? "").TryGetValue(default, out var from) || !s_time.Parse(To ?? "").TryGetValue(default, out var to) || from >= to)
        {
            refusals.Add(PlacesRefusals.ClosureHours);
            return default;
        }

        if (isDay && (day + to).InZoneLeniently(zone).ToInstant() <= now)
        {
            refusals.Add(PlacesRefusals.ClosurePassed);
        }

        return (day, from, to);
    }
}
