using NodaTime;
using NodaTime.Text;
using SecureDocket.Closures;
using SecureDocket.Places;

namespace SecureDocket.Functions.Closures;

/// <summary>A day, or hours of a day, on which an office or a court is closed although people have dates there.</summary>
public sealed record ClosureView
{
    private static readonly LocalTimePattern s_time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Its ID.</summary>
    public required string ClosureId { get; init; }

    /// <summary>The local day.</summary>
    public required string Day { get; init; }

    /// <summary>The local time from which it is closed; absent for the whole day.</summary>
    public string? From { get; init; }

    /// <summary>The local time from which it is open again; absent for the whole day.</summary>
    public string? To { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What becomes of those booked: rebook or choose; absent for a court.</summary>
    public string? Then { get; init; }

    /// <summary>The status: pending, announced, told or withdrawn.</summary>
    public required string Status { get; init; }

    /// <summary>The number of dates in its preview.</summary>
    public required int Dates { get; init; }

    /// <summary>Who entered it, as an opaque ID.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Who approved it, as an opaque ID; absent if nobody had to, or has yet.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When it was entered; once it is announced, when that was.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What became of its dates so far; in lists only.</summary>
    public ClosureCountView? Told { get; init; }

    internal static ClosureView Of(Closure closure, PlaceKind kind, ClosureCount? count) => new()
    {
        ClosureId = closure.Id,
        Day = LocalDatePattern.Iso.Format(closure.Day),
        From = Spell(closure.From),
        To = Spell(closure.To),
        Reason = closure.Reason,
        Then = kind == PlaceKind.Court ? null : closure.LetsChoose ? ClosureForm.Choose : ClosureForm.Rebook,
        Status = Names.Of(closure.Status),
        Dates = closure.Dates,
        RequestedBy = closure.RequestedBy.Id,
        ApprovedBy = closure.ApprovedBy?.Id,
        At = closure.At.ToDateTimeOffset(),
        Told = count is null ? null : new(count.Rebooked, count.Asked, count.NotHeld, count.NotReached),
    };

    private static string? Spell(LocalTime? time) => time is { } given ? s_time.Format(given) : null;
}

/// <summary>The dates of a closure by what became of them.</summary>
/// <param name="Rebooked">Check-ins that were moved.</param>
/// <param name="Asked">Check-ins of people who are asked to choose another date.</param>
/// <param name="NotHeld">Hearings that are not held.</param>
/// <param name="NotReached">Of all of them, those whose person no text reaches.</param>
public sealed record ClosureCountView(int Rebooked, int Asked, int NotHeld, int NotReached);

/// <summary>The closures of a place.</summary>
/// <param name="Closures">Latest day first.</param>
public sealed record ClosuresView(IReadOnlyList<ClosureView> Closures);

/// <summary>What a closure would touch.</summary>
/// <param name="Dates">The dates that fall into it.</param>
/// <param name="Openings">The openings found for them; absent for a court.</param>
/// <param name="DoNotFit">The check-ins for which there is no opening within sixty days; absent for a court.</param>
public sealed record ClosurePreviewView(int Dates, int? Openings, int? DoNotFit)
{
    internal static ClosurePreviewView Of(ClosurePreview preview) => new(preview.Dates, preview.Openings, preview.DoNotFit);
}

/// <summary>A page of a closure's dates.</summary>
/// <param name="Dates">By cardholder.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record ClosedDatesView(IReadOnlyList<ClosedDateView> Dates, string? Next);

/// <summary>What became of a date. Identifies no person by name.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Outcome">The outcome: rebooked, asked or notHeld.</param>
/// <param name="Reached">Whether texts reach the person; if not, an item in the inbox asks for a call.</param>
public sealed record ClosedDateView(string CardholderId, string Outcome, bool Reached)
{
    internal static ClosedDateView Of(ClosedDate date) => new(date.CardholderId.ToString(), Names.Of(date.Outcome), date.IsReached);
}
