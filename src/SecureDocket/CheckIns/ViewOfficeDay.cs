using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Encryption;
using SecureDocket.Places;
using SecureDocket.Storage;

namespace SecureDocket.CheckIns;

/// <summary>Shows who comes to an office on a day, in the order of their time: also those who came, who did not, and who cancelled.</summary>
/// <remarks>A caller that has the page as it is costs one request and writes nothing. Otherwise every docket of the page is read, and each person is disclosed to each officer once a day.</remarks>
public sealed class ViewOfficeDay(OfficeStore offices, OfficeDays officeDays, DocketStore dockets, DisclosureLog disclosures, TimeProvider clock)
{
    private const int ReadsAtOnce = 16;

    // A row of an officer's day holds no more.
    private const int SeenAtMost = 1000;

    private static readonly IReadOnlyList<string> s_fields = ["name", "language", "cards", "checkIns", "contactFault", "posture"];

    /// <summary>Returns a page by time, after the disclosures are committed. A page may be short or empty without being the last, and leaves out a docket that is refused.</summary>
    /// <param name="officeId">The office.</param>
    /// <param name="day">The local day at the office, <c>YYYY-MM-DD</c>.</param>
    /// <param name="page">The page token; null for the first page.</param>
    /// <param name="isKnown">Whether the caller has the page with a tag.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<Result<OfficeDayPage>> ExecuteAsync(
        string officeId, string? day, string? page, Func<string, bool> isKnown, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(isKnown);
        List<Refusal> refusals = [];
        if (!LocalDatePattern.Iso.Parse(day ?? "").TryGetValue(default, out var date))
        {
            refusals.Add(Refusals.Day("day"));
        }

        if (!PageToken.TryStart(page, "", out var from))
        {
            refusals.Add(Refusals.PageToken);
        }

        if (refusals.Count > 0)
        {
            return refusals;
        }

        var hints = await officeDays.ReadAsync(officeId, date, from, Page<OfficeDayEntry>.Size + 1, cancellationToken);
        var tag = TagOf(officeId, date, hints, _ => true);
        if (hints.Count > 0 && isKnown(tag))
        {
            return new OfficeDayPage(tag, null);
        }

        if (await offices.FindAsync(officeId, cancellationToken) is null)
        {
            return Refusals.NoSuchOffice with { Field = null };
        }

        var followed = hints.Take(Page<OfficeDayEntry>.Size).ToList();
        var (entries, versions) = await FollowAsync(followed, officeId, cancellationToken);
        await DiscloseAsync(entries.Select(entry => entry.Docket.Cardholder.Id), actor, cancellationToken);

        // A hint is written before its docket: whoever came between was shown the docket as it was, and must not have the tag of what it is about to be. What hints say of their
        // version cannot be the tag, since a command that loses a race may write an old version last.
        tag = TagOf(officeId, date, hints, hint => !versions.TryGetValue(hint.Key, out var version) || hint.Row.Version <= version);
        return new OfficeDayPage(tag, new(entries, hints.Count > followed.Count ? PageToken.Of(followed[^1].Key) : null));
    }

    /// <summary>The entries that hints lead to, in their order, without those that a docket does not confirm or that cannot be read.</summary>
    /// <returns>The entries, and the version of the docket to which each hint leads, 0 if there is none that can be read.</returns>
    internal async Task<(IReadOnlyList<OfficeDayEntry> Entries, IReadOnlyDictionary<string, long> Versions)> FollowAsync(
        IReadOnlyList<OfficeDayHint> hints, string officeId, CancellationToken cancellationToken)
    {
        var loaded = await LoadAsync([.. hints.Select(hint => hint.Row.CardholderId)], cancellationToken);
        List<OfficeDayEntry> entries = [];
        Dictionary<string, long> versions = new(StringComparer.Ordinal);
        for (var i = 0; i < hints.Count; i++)
        {
            versions[hints[i].Key] = loaded[i]?.Version ?? 0;
            if (loaded[i] is { } docket && docket.CheckIns.FirstOrDefault(each => each.Id == hints[i].Row.CheckInId) is { } checkIn && OfficeDays.Confirms(hints[i], officeId, checkIn))
            {
                entries.Add(new(docket, checkIn));
            }
        }

        return (entries, versions);
    }

    /// <summary>The dockets of a list, in its order; null in place of one that does not exist or is refused.</summary>
    internal async Task<IReadOnlyList<Docket?>> LoadAsync(IReadOnlyList<CardholderId> ids, CancellationToken cancellationToken)
    {
        var loaded = new Docket?[ids.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, ids.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => loaded[i] = await TryLoadAsync(ids[i], ending));
        return loaded;
    }

    /// <summary>Records that an officer is shown people on a list, unless they were before on this day.</summary>
    internal async Task DiscloseAsync(IEnumerable<CardholderId> listed, Actor actor, CancellationToken cancellationToken)
    {
        var people = listed.Distinct().ToList();
        if (people.Count == 0)
        {
            return;
        }

        var today = clock.GetCurrentInstant().InUtc().Date;
        var before = await officeDays.SeenAsync(actor, today, cancellationToken);
        var seen = before?.Value.People ?? [];
        var unseen = people.Except(seen).ToList();
        await Parallel.ForEachAsync(
            unseen,
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (id, ending) => await disclosures.RecordAsync(id, actor, Purpose.CheckInService, s_fields, ending));
        if (unseen.Count > 0)
        {
            await officeDays.PutSeenAsync(actor, before, new(today, [.. seen.Concat(unseen).TakeLast(SeenAtMost)]), cancellationToken);
        }
    }

    private async Task<Docket?> TryLoadAsync(CardholderId id, CancellationToken cancellationToken)
    {
        try
        {
            return await dockets.LoadAsync(id, cancellationToken);
        }
        catch (UnreadableException refused) when (refused.IsOfSomeDockets)
        {
            // The alert was raised, and the rest of the day is listed.
            return null;
        }
    }

    private static string TagOf(string officeId, LocalDate day, IReadOnlyList<OfficeDayHint> hints, Func<OfficeDayHint, bool> isShown)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{officeId}|{day:uuuuMMdd}");
        foreach (var hint in hints)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{hint.Key} {hint.Tag} {isShown(hint)}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16));
    }
}

/// <summary>A page of an office's day.</summary>
/// <param name="Tag">Changes whenever something that the page shows has changed.</param>
/// <param name="Entries">The entries; null if the caller has the page with this tag.</param>
public sealed record OfficeDayPage(string Tag, Page<OfficeDayEntry>? Entries);

/// <summary>A check-in of an office's day, with its docket.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="CheckIn">The check-in.</param>
public sealed record OfficeDayEntry(Docket Docket, CheckIn CheckIn)
{
    private const int OutcomesShown = 2;

    /// <summary>What came of the check-ins before this one, latest first; at most two.</summary>
    public IReadOnlyList<CheckIn> Before { get; } =
    [
        .. Docket.CheckIns.Where(checkIn => checkIn.Instant < CheckIn.Instant && checkIn.Status is CheckInStatus.Attended or CheckInStatus.Missed or CheckInStatus.SentHome)
            .Reverse().Take(OutcomesShown),
    ];
}
