using System.Text.Json;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Reminders;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>What became of every date, by the journals of the dockets: each state that a hearing or check-in was ever in, and from when to when.</summary>
internal sealed class DateHistory
{
    private readonly Dictionary<(CardholderId, ReminderSubjectKind, string), List<DateState>> _dates = [];

    private readonly SimulatedPlaces _places;

    public DateHistory(Simulation simulation)
    {
        _places = simulation.Places;

        // Events come in the order of their partition's keys.
        foreach (var (partition, row) in simulation.Truth.OpenRows())
        {
            if (row.Key.StartsWith(DocketRows.EventPrefix, StringComparison.Ordinal) && CardholderId.TryParse(partition, out var id) && MayChangeADate(row.Json))
                Read(id, JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.JournalEvent)!);
        }
    }

    /// <summary>Every date, with its states in order.</summary>
    public IEnumerable<IReadOnlyList<DateState>> Dates => _dates.Values;

    /// <summary>Every state of every date.</summary>
    public IEnumerable<DateState> States => _dates.Values.SelectMany(states => states);

    /// <summary>The states of what a reminder is about.</summary>
    public IReadOnlyList<DateState> Of(Reminder reminder) => Of(reminder.Id.Cardholder, reminder.Subject.Kind, reminder.Subject.Id);

    /// <summary>The states of a date.</summary>
    public IReadOnlyList<DateState> Of(CardholderId person, ReminderSubjectKind kind, string id) => _dates.TryGetValue((person, kind, id), out var states) ? states : [];

    private static bool MayChangeADate(string json) =>
        json.Contains($"\"{DocketRows.CheckInPrefix}", StringComparison.Ordinal) || json.Contains($"\"{DocketRows.HearingPrefix}", StringComparison.Ordinal);

    private void Read(CardholderId id, Journals.JournalEvent link)
    {
        var at = Instant.FromDateTimeOffset(link.At);
        foreach (var image in link.Changes.Where(image => image.Json.Length > 0))
        {
            if (image.Key.StartsWith(DocketRows.CheckInPrefix, StringComparison.Ordinal))
            {
                var checkIn = JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.CheckIn)!;
                Add(new(id, ReminderSubjectKind.CheckIn, checkIn.Id, checkIn.Version, at, checkIn.Start, checkIn.TimeZone, checkIn.Instant, checkIn.OfficeId, _places.AddressOf(checkIn.OfficeId))
                {
                    IsScheduled = checkIn.Status == CheckInStatus.Booked,
                    IsMissed = checkIn.Status == CheckInStatus.Missed,
                    IsByText = checkIn.BookedBy == CheckInBooking.Text,
                    Door = checkIn.Closed,
                });
            }
            else if (image.Key.StartsWith(DocketRows.HearingPrefix, StringComparison.Ordinal))
            {
                var hearing = JsonSerializer.Deserialize(image.Json, DocketsJson.Rows.Hearing)!;
                Add(new(id, ReminderSubjectKind.Hearing, hearing.Id, hearing.DateVersion, at, hearing.Start, hearing.TimeZone, hearing.Instant, hearing.CourtId, hearing.CourtAddress!)
                {
                    IsScheduled = hearing.Status == HearingStatus.Scheduled,
                    Door = hearing.Closed,
                });
            }
        }
    }

    private void Add(DateState state)
    {
        var key = (state.Person, state.Kind, state.Id);
        if (!_dates.TryGetValue(key, out var states))
            _dates[key] = states = [];
        if (states is [.., var last])
            last.Until = state.From;
        states.Add(state);
    }
}

/// <summary>A state that a date was in for some time.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Kind">Whether it is a hearing or a check-in.</param>
/// <param name="Id">Its ID.</param>
/// <param name="Version">The version that reminders name.</param>
/// <param name="From">When it came to this.</param>
/// <param name="Start">What the clock of the place shows when it begins.</param>
/// <param name="TimeZone">The time zone of the place.</param>
/// <param name="Instant">When it begins.</param>
/// <param name="Place">The court or office.</param>
/// <param name="Address">Its address.</param>
internal sealed record DateState(
    CardholderId Person, ReminderSubjectKind Kind, string Id, long Version, Instant From, LocalDateTime Start, string TimeZone, Instant Instant, string Place, string Address)
{
    /// <summary>When it came to something else.</summary>
    public Instant Until { get; set; } = Instant.MaxValue;

    /// <summary>Whether the person is expected, or is before a closed door.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>Whether the person did not come.</summary>
    public bool IsMissed { get; init; }

    /// <summary>Whether the person booked it by text, which the reply tells.</summary>
    public bool IsByText { get; init; }

    /// <summary>The closed door because of which it does not stand, or was moved.</summary>
    public Places.ClosedDoor? Door { get; init; }

    /// <summary>Whether the door is closed at the date itself.</summary>
    public bool IsClosed => IsScheduled && Door?.Start == Start;

    /// <summary>Whether a reminder is about this version.</summary>
    public bool IsOf(Reminder reminder) =>
        (Person, Kind, Id, Version) == (reminder.Id.Cardholder, reminder.Subject.Kind, reminder.Subject.Id, reminder.Subject.Version);

    public override string ToString() => FormattableString.Invariant($"{Kind} {Id} version {Version} of {Person}: {Start} at {Place}, {Address}{(IsClosed ? ", closed" : "")}, from {From} to {Until}");
}
