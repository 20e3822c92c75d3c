using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Documents;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Reminders;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Loads dockets and commits changes to them: one docket, one partition, one transaction.</summary>
public sealed class DocketStore(
    ITables tables, StatusChanges statusChanges, CourtDays courtDays, DueReminders dueReminders, KeyedHash hash, Telemetry telemetry, TimeProvider clock)
{
    internal const string ProfileKey = "profile";
    internal const string CardPrefix = "card|";
    internal const string HearingPrefix = "hearing|";
    internal const string CheckInPrefix = "checkin|";
    internal const string DocumentPrefix = "document|";
    internal const string ReminderPrefix = "reminder|";
    internal const string EventPrefix = "~event|";
    internal const string HistoryStart = "~";

    // After the history: what is kept beside the live docket follows from the events too.
    internal const string LeftHearingPrefix = "~~hearing|";

    internal const string ReleasedIdPrefix = "~~released|";

    // A docket holds a handful of rows, and one request reads a thousand. What feeds that run wild can fill stays below the limit.
    private const int LiveRowLimit = 5000;

    // Settled reminders beyond these are in the journal only. A commit drops some, and has room for the rest of the change.
    private const int SettledReminderLimit = 300;
    private const int DropLimit = 20;

    // Of cancelled hearings so many are live. A commit cancels one; it lets a few leave, should they have had to wait for their reminders.
    private const int CancelledHearingLimit = 20;
    private const int LeaveLimit = 4;
    private const int AttemptLimit = 8;

    /// <summary>The live docket; null when there is none. One request.</summary>
    public async Task<Docket?> LoadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(
            TableNames.Dockets, id.ToString(), "", HistoryStart, LiveRowLimit, cancellationToken);
        return Assemble(rows);
    }

    /// <summary>The person, read alone; null when there is none. One request.</summary>
    public async Task<Cardholder?> FindCardholderAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), ProfileKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.ProfileRow)!.Cardholder;
    }

    /// <summary>One card, read alone; null when there is none. One request.</summary>
    public async Task<Card?> FindCardAsync(CardholderId id, CardNumber number, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), CardKey(number)), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.Card);
    }

    /// <summary>One hearing, read alone; null when there is none. One request.</summary>
    public async Task<Hearing?> FindHearingAsync(CardholderId id, string hearingId, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), HearingPrefix + hearingId), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.Hearing);
    }

    /// <summary>A cancelled hearing that has left the live docket, read alone; null when there is none. One request.</summary>
    public async Task<Hearing?> FindLeftHearingAsync(CardholderId id, string hearingId, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), LeftHearingPrefix + hearingId), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.Hearing);
    }

    /// <summary>That the id of a hearing was last taken from a docket; null when it never was. One request.</summary>
    internal async Task<ReleasedId?> FindReleasedIdAsync(CardholderId id, string hearingId, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), ReleasedIdPrefix + hearingId), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.ReleasedId);
    }

    /// <summary>One document, read alone; null when there is none. One request.</summary>
    public async Task<Document?> FindDocumentAsync(CardholderId id, string documentId, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), DocumentPrefix + documentId), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.Document);
    }

    /// <summary>One reminder, read alone; null when there is none. One request.</summary>
    public async Task<Reminder?> FindReminderAsync(ReminderId id, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.Cardholder.ToString(), ReminderPrefix + id), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.Reminder);
    }

    /// <summary>Opens a docket with its first event.</summary>
    /// <returns>The docket; null when one exists under this id.</returns>
    public Task<Docket?> OpenAsync(
        Cardholder cardholder, Actor actor, OperationId operation, CancellationToken cancellationToken) =>
        CommitAsync(cardholder.Id, null, new DocketChange("cardholder-enrolled") { Cardholder = cardholder }, actor, operation, cancellationToken);

    /// <summary>Commits what a command decided on <paramref name="docket"/>.</summary>
    /// <returns>The docket afterwards; null when another command changed it first and the decision must be made again.</returns>
    public async Task<Docket?> CommitAsync(
        Docket docket, DocketChange change, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        // Here and not in the commands, so that none can forget its status list.
        List<Card> stamped = [];
        foreach (var card in change.Cards)
        {
            var before = docket.Cards.FirstOrDefault(each => each.Number == card.Number);
            if (before is not null && before.State != card.State)
            {
                await statusChanges.NoteAsync(docket.Cardholder.Id, card, operation, cancellationToken);
            }

            var changed = before is not null && (before.State, before.StatusReason) != (card.State, card.StatusReason);
            stamped.Add(changed ? card.ChangedBy(operation) : card);
        }

        // Likewise for the lists of their courts.
        foreach (var hearing in change.Hearings)
        {
            await courtDays.AddAsync(docket.Cardholder.Id, hearing, cancellationToken);
        }

        var planned = Planned(docket, change);
        await dueReminders.AddAsync(planned.Reminders.Where(reminder => reminder.State == ReminderState.Planned), cancellationToken);
        var committed = await CommitAsync(docket.Cardholder.Id, docket, planned with { Cards = stamped }, actor, operation, cancellationToken);
        if (committed is not null)
        {
            // And for what is counted of reminders.
            foreach (var reminder in planned.Reminders)
            {
                telemetry.Changed(docket.Reminders.FirstOrDefault(each => each.Id == reminder.Id), reminder);
            }
        }

        return committed;
    }

    /// <summary>The change with the reminders that it calls for, in the same commit, so that no date is without them.</summary>
    private DocketChange Planned(Docket docket, DocketChange change)
    {
        // What merely moves a reminder on plans nothing and costs nothing here.
        if (change.Cardholder is null && change.Cards.Count == 0 && change.Hearings.Count == 0 && change.CheckIns.Count == 0
            && change.Reminders.All(reminder => reminder.State != ReminderState.Planned))
        {
            return change;
        }

        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var changed = docket.With(change);
        var followed = ReminderPlan.Changes(changed, now).Concat(ReminderPlan.CardNews(changed, change, now));
        var complete = change with { Reminders = [.. change.Reminders, .. followed.ExceptBy(change.Reminders.Select(reminder => reminder.Id), reminder => reminder.Id)] };

        // What a date to come calls for is kept, however old: it would be planned, and sent, anew. So is what its person was told
        // of it before, since a change is told otherwise than a new date.
        var calledFor = ReminderPlan.Of(changed).Where(reminder => reminder.Until > now).Select(reminder => (reminder.Subject, reminder.Occasion)).ToHashSet();
        var toCome = calledFor.Select(called => called.Subject.Id).ToHashSet(StringComparer.Ordinal);
        var settled = changed.Reminders
            .Where(reminder => reminder.IsSettled
                && !calledFor.Contains((reminder.Subject, reminder.Occasion))
                && !(reminder.MayHaveBeenRead && toCome.Contains(reminder.Subject.Id)))
            .ToList();
        return complete with
        {
            LeftHearings = change.Hearings.Count == 0 ? [] : Leaving(docket.With(complete), change),
            Dropped = [.. settled
                .Take(Math.Clamp(settled.Count - SettledReminderLimit, 0, DropLimit))
                .Select(reminder => reminder.Id)
                .Except(complete.Reminders.Select(reminder => reminder.Id))],
        };
    }

    // The last ones stay for people to see, and those of which the person is yet to hear.
    private static List<Hearing> Leaving(Docket after, DocketChange change)
    {
        var open = after.Reminders.Where(reminder => !reminder.IsSettled).Select(reminder => reminder.Subject.Id).ToHashSet(StringComparer.Ordinal);
        return [.. after.Hearings
            .Where(hearing => hearing.Status == HearingStatus.Cancelled)
            .OrderByDescending(hearing => hearing.RecordedAt)
            .Skip(CancelledHearingLimit)
            .Where(hearing => !open.Contains(hearing.Id) && change.Hearings.All(changed => changed.Id != hearing.Id))
            .TakeLast(LeaveLimit)];
    }

    /// <summary>Loads, decides and commits, again as often as other commands win the race, up to a bound.</summary>
    /// <param name="id">Whose docket.</param>
    /// <param name="decide">Pure: what to change, null to leave the docket as it is, or why not.</param>
    /// <param name="actor">Who commands.</param>
    /// <param name="operation">The command's operation.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DependencyUnavailableException">The store failed, or the race was lost too often.</exception>
    public async Task<Result<Docket>> ChangeAsync(
        CardholderId id, Func<Docket, Result<DocketChange?>> decide, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit; attempt++)
        {
            if (await LoadAsync(id, cancellationToken) is not { } docket)
            {
                return Refusals.NoSuchCardholder;
            }

            var decision = decide(docket);
            if (decision.Refusals.Count > 0)
            {
                return decision.Refusals.ToList();
            }

            if (decision.Value is null)
            {
                return docket;
            }

            if (await CommitAsync(docket, decision.Value, actor, operation, cancellationToken) is { } committed)
            {
                return committed;
            }
        }

        throw new DependencyUnavailableException("contention");
    }

    internal static string EventKey(long sequence) => Key(EventPrefix, sequence);

    private async Task<Docket?> CommitAsync(
        CardholderId id, Docket? before, DocketChange change, Actor actor, OperationId operation, CancellationToken cancellationToken)
    {
        var cardholder = change.Cardholder ?? before!.Cardholder;
        var sequence = (before?.Version ?? 0) + 1;
        var at = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        List<RowImage> images = [];
        if (change.Cardholder is not null)
        {
            images.Add(new(ProfileKey, JsonSerializer.Serialize(cardholder, DocketsJson.Rows.Cardholder)));
        }

        images.AddRange(change.Cards.Select(card => new RowImage(CardKey(card.Number), JsonSerializer.Serialize(card, DocketsJson.Rows.Card))));
        images.AddRange(change.Hearings.Select(hearing =>
            new RowImage(HearingPrefix + hearing.Id, JsonSerializer.Serialize(hearing, DocketsJson.Rows.Hearing))));
        foreach (var left in change.LeftHearings)
        {
            images.Add(new(LeftHearingPrefix + left.Id, JsonSerializer.Serialize(left, DocketsJson.Rows.Hearing)));
            images.Add(new(HearingPrefix + left.Id, ""));
        }

        if (change.ReleasedId is { } released)
        {
            images.Add(new(ReleasedIdPrefix + released.HearingId, JsonSerializer.Serialize(released, DocketsJson.Rows.ReleasedId)));
        }

        images.AddRange(change.CheckIns.Select(checkIn =>
            new RowImage(CheckInPrefix + checkIn.Id, JsonSerializer.Serialize(checkIn, DocketsJson.Rows.CheckIn))));
        images.AddRange(change.Documents.Select(document =>
            new RowImage(DocumentPrefix + document.Id, JsonSerializer.Serialize(document, DocketsJson.Rows.Document))));
        images.AddRange(change.Reminders.Select(reminder =>
            new RowImage(ReminderPrefix + reminder.Id, JsonSerializer.Serialize(reminder, DocketsJson.Rows.Reminder))));
        images.AddRange(change.Dropped.Select(id => new RowImage(ReminderPrefix + id, "")));

        var unsealed = new JournalEvent
        {
            Sequence = sequence,
            At = at,
            Actor = actor,
            RequestedBy = change.RequestedBy,
            Kind = change.Kind,
            Operation = operation.Value,
            Changes = images,
            Previous = before?.Head ?? new byte[32],
        };
        var link = unsealed with { Hash = unsealed.ComputeHash() };

        var hasLeft = before?.HasLeftHearings == true || change.LeftHearings.Count > 0;
        var profile = JsonSerializer.Serialize(
            new ProfileRow(cardholder, link.Sequence, link.Hash) { HasLeftHearings = hasLeft }, DocketsJson.Rows.ProfileRow);
        List<RowWrite> writes =
        [
            before is null ? RowWrite.Insert(ProfileKey, profile) : RowWrite.Replace(ProfileKey, profile, before.Guard),
            RowWrite.Insert(EventKey(link.Sequence), JsonSerializer.Serialize(link, DocketsJson.Rows.JournalEvent)),
            .. images.Where(image => image.Key != ProfileKey)
                .Select(image => image.Json.Length == 0 ? RowWrite.Delete(image.Key, null) : RowWrite.Put(image.Key, image.Json)),
        ];

        if (await tables.CommitAsync(TableNames.Dockets, id.ToString(), writes, cancellationToken) is { } versions)
        {
            return (before ?? new Docket { Cardholder = cardholder, Version = 0, Head = [], Guard = "" }).With(change) with
            {
                Version = link.Sequence,
                Head = link.Hash,
                Guard = versions[0],
            };
        }

        return await HappenedAsync(id, link, cancellationToken) ? await LoadAsync(id, cancellationToken) : null;
    }

    /// <summary>Whether a commit that was refused is one of our own whose answer was lost: a client library's silent retry looks like a conflict.</summary>
    private async Task<bool> HappenedAsync(CardholderId id, JournalEvent link, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), EventKey(link.Sequence)), cancellationToken);
        return row is not null
            && JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.JournalEvent)!.Hash.AsSpan().SequenceEqual(link.Hash);
    }

    // A card's number is what its holder signs in with, and the key of a row stands in the address of whoever reads it alone.
    private string CardKey(CardNumber number) => CardPrefix + hash.KeyOf("card", number.ToString());

    private static string Key(string prefix, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{sequence:D10}");

    /// <summary>The docket that live rows make; null without a profile.</summary>
    internal static Docket? Assemble(IReadOnlyList<Row> rows)
    {
        if (rows.FirstOrDefault(row => row.Key == ProfileKey) is not { } profileRow)
        {
            return null;
        }

        if (rows.Count == LiveRowLimit)
        {
            throw new InvalidOperationException("The docket has more rows than any docket may have.");
        }

        IEnumerable<T> Of<T>(string prefix, JsonTypeInfo<T> type) => rows
            .Where(row => row.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(row => JsonSerializer.Deserialize(row.Json, type)!);
        var profile = JsonSerializer.Deserialize(profileRow.Json, DocketsJson.Rows.ProfileRow)!;
        return new Docket
        {
            Cardholder = profile.Cardholder,
            Cards = [.. Of(CardPrefix, DocketsJson.Rows.Card).OrderBy(card => card.Serial)],
            Hearings = Docket.InOrder(Of(HearingPrefix, DocketsJson.Rows.Hearing)),
            HasLeftHearings = profile.HasLeftHearings,
            CheckIns = Docket.InOrder(Of(CheckInPrefix, DocketsJson.Rows.CheckIn)),
            Documents = Docket.InOrder(Of(DocumentPrefix, DocketsJson.Rows.Document)),
            Reminders = Docket.InOrder(Of(ReminderPrefix, DocketsJson.Rows.Reminder)),
            Version = profile.Sequence,
            Head = profile.Head,
            Guard = profileRow.Version,
        };
    }
}

internal sealed record ProfileRow(Cardholder Cardholder, long Sequence, byte[] Head)
{
    public bool HasLeftHearings { get; init; }
}
