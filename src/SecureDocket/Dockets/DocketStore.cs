using System.Globalization;
using System.Text.Json;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.StatusLists;
using SecureDocket.Storage;

namespace SecureDocket.Dockets;

/// <summary>Loads dockets and commits changes to them: one docket, one partition, one transaction.</summary>
public sealed class DocketStore(ITables tables, StatusChanges statusChanges, CourtDays courtDays, TimeProvider clock)
{
    internal const string ProfileKey = "profile";
    internal const string CardPrefix = "card|";
    internal const string HearingPrefix = "hearing|";
    internal const string NoticePrefix = "notice|";
    internal const string EventPrefix = "~event|";
    internal const string HistoryStart = "~";

    // A docket holds a handful of rows; a thousand is one request and far beyond any person's.
    private const int LiveRowLimit = 1000;
    private const int AttemptLimit = 8;

    /// <summary>The live docket; null when there is none. One request.</summary>
    public async Task<Docket?> LoadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(
            TableNames.Dockets, id.ToString(), "", HistoryStart, LiveRowLimit, cancellationToken);
        return rows.FirstOrDefault(row => row.Key == ProfileKey) is not { } profileRow ? null : Assemble(profileRow, rows);
    }

    /// <summary>One card, read alone; null when there is none. One request.</summary>
    public async Task<Card?> FindCardAsync(CardholderId id, CardNumber number, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), CardPrefix + number), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, StorageJson.Default.Card);
    }

    /// <summary>One hearing, read alone; null when there is none. One request.</summary>
    public async Task<Hearing?> FindHearingAsync(CardholderId id, string hearingId, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), HearingPrefix + hearingId), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, StorageJson.Default.Hearing);
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

        return await CommitAsync(docket.Cardholder.Id, docket, change with { Cards = stamped }, actor, operation, cancellationToken);
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
            images.Add(new(ProfileKey, JsonSerializer.Serialize(cardholder, StorageJson.Default.Cardholder)));
        }

        images.AddRange(change.Cards.Select(card => new RowImage(CardPrefix + card.Number, JsonSerializer.Serialize(card, StorageJson.Default.Card))));
        images.AddRange(change.Hearings.Select(hearing =>
            new RowImage(HearingPrefix + hearing.Id, JsonSerializer.Serialize(hearing, StorageJson.Default.Hearing))));

        // Here and not in the commands, so that none can forget whom it concerns.
        var notice = CardNotice.Of(change.Kind, change.Cards, at);
        if (notice is not null)
        {
            images.Add(new(Key(NoticePrefix, sequence), JsonSerializer.Serialize(notice, StorageJson.Default.CardNotice)));
        }

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

        var profile = JsonSerializer.Serialize(new ProfileRow(cardholder, link.Sequence, link.Hash), StorageJson.Default.ProfileRow);
        List<RowWrite> writes =
        [
            before is null ? RowWrite.Insert(ProfileKey, profile) : RowWrite.Replace(ProfileKey, profile, before.Guard),
            RowWrite.Insert(EventKey(link.Sequence), JsonSerializer.Serialize(link, StorageJson.Default.JournalEvent)),
            .. images.Where(image => image.Key != ProfileKey).Select(image => RowWrite.Put(image.Key, image.Json)),
        ];

        if (await tables.CommitAsync(TableNames.Dockets, id.ToString(), writes, cancellationToken) is { } versions)
        {
            return Apply(before, change, notice, link, guard: versions[0]);
        }

        return await HappenedAsync(id, link, cancellationToken) ? await LoadAsync(id, cancellationToken) : null;
    }

    private static Docket Apply(Docket? before, DocketChange change, CardNotice? notice, JournalEvent link, string guard) => new()
    {
        Cardholder = change.Cardholder ?? before!.Cardholder,
        Cards = [.. (before?.Cards ?? []).ExceptBy(change.Cards.Select(card => card.Number), card => card.Number)
            .Concat(change.Cards)
            .OrderBy(card => card.Serial)],
        Hearings = InOrder((before?.Hearings ?? []).ExceptBy(change.Hearings.Select(hearing => hearing.Id), hearing => hearing.Id).Concat(change.Hearings)),
        Notices = notice is null ? before?.Notices ?? [] : [.. before?.Notices ?? [], notice],
        Version = link.Sequence,
        Head = link.Hash,
        Guard = guard,
    };

    /// <summary>Whether a commit that was refused is one of our own whose answer was lost: a client library's silent retry looks like a conflict.</summary>
    private async Task<bool> HappenedAsync(CardholderId id, JournalEvent link, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), EventKey(link.Sequence)), cancellationToken);
        return row is not null
            && JsonSerializer.Deserialize(row.Json, StorageJson.Default.JournalEvent)!.Hash.AsSpan().SequenceEqual(link.Hash);
    }

    private static string Key(string prefix, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{sequence:D10}");

    private static List<Hearing> InOrder(IEnumerable<Hearing> hearings) =>
        [.. hearings.OrderBy(hearing => hearing.Instant).ThenBy(hearing => hearing.Id, StringComparer.Ordinal)];

    private static Docket Assemble(Row profileRow, IReadOnlyList<Row> rows)
    {
        var profile = JsonSerializer.Deserialize(profileRow.Json, StorageJson.Default.ProfileRow)!;
        return new Docket
        {
            Cardholder = profile.Cardholder,
            Cards = [.. rows
                .Where(row => row.Key.StartsWith(CardPrefix, StringComparison.Ordinal))
                .Select(row => JsonSerializer.Deserialize(row.Json, StorageJson.Default.Card)!)
                .OrderBy(card => card.Serial)],
            Hearings = InOrder(rows
                .Where(row => row.Key.StartsWith(HearingPrefix, StringComparison.Ordinal))
                .Select(row => JsonSerializer.Deserialize(row.Json, StorageJson.Default.Hearing)!)),
            Notices = [.. rows
                .Where(row => row.Key.StartsWith(NoticePrefix, StringComparison.Ordinal))
                .Select(row => JsonSerializer.Deserialize(row.Json, StorageJson.Default.CardNotice)!)],
            Version = profile.Sequence,
            Head = profile.Head,
            Guard = profileRow.Version,
        };
    }
}

internal sealed record ProfileRow(Cardholder Cardholder, long Sequence, byte[] Head);
