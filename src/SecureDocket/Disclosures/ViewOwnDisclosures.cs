using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Seals;

namespace SecureDocket.Disclosures;

/// <summary>Shows a cardholder who saw what in their docket, without identifying anyone.</summary>
public sealed class ViewOwnDisclosures(DocketStore dockets, DisclosureLog disclosures, SealStore seals, TimeProvider clock)
{
    // A person's docket is usually viewed a few times a month. These limits are for malfunctioning feeds.
    private const int ReadLimit = 1000;
    private const int ShownLimit = 200;

    private static readonly TimeSpan s_narrow = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns the disclosures of a month on the person's calendar, except sealed ones and the person's own, apart from sign-ins with an
    /// officer's code. Usually two requests, and one for each seal that has not expired.
    /// </summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="month">The month.</param>
    /// <param name="until">The end of the previous page, see <see cref="OwnDisclosures.Rest"/>; null for the newest.</param>
    public async Task<Result<OwnDisclosures>> ExecuteAsync(CardholderId id, YearMonth month, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (await dockets.FindCardholderAsync(id, cancellationToken) is not { } person)
        {
            return Refusals.NoSuchCardholder;
        }

        var zone = DateTimeZoneProviders.Tzdb[person.Details.TimeZone];
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        DateTimeOffset StartOf(YearMonth each) => each.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant().ToDateTimeOffset();
        var (start, end) = (StartOf(month), StartOf(month.PlusMonths(1)));

        // Disclosures at the moment where the rest begins are shown again rather than lost.
        var to = until is { } rest && rest >= start && rest < end ? rest.AddTicks(1) : end;
        var shown = await NewestAsync(id, start, to, today, cancellationToken);
        return new OwnDisclosures(
            [.. shown.Take(ShownLimit).Select(disclosure => new OwnDisclosure(disclosure.At, disclosure.Recipient.Role, disclosure.Purpose, disclosure.Fields, disclosure.Offline?.ReportedAt))],
            shown.Count > ShownLimit ? shown[ShownLimit].At : null);
    }

    // An officer who gave a code could have used it.
    private static bool IsNews(Disclosure disclosure) =>
        disclosure.Recipient.Role != Actor.CardholderRole || disclosure.Fields.Contains(SignInFields.PaperCode);

    /// <summary>
    /// The disclosures to show, newest first: all of them, or more than a page holds. Storage reads oldest first, so a period with too many
    /// is halved.
    /// </summary>
    private async Task<IReadOnlyList<Disclosure>> NewestAsync(CardholderId id, DateTimeOffset from, DateTimeOffset to, LocalDate today, CancellationToken cancellationToken)
    {
        var found = await disclosures.BetweenAsync(id, from, to, ReadLimit, cancellationToken);
        if (found.Count < ReadLimit || to - from < s_narrow)
        {
            return [.. (await ToldAsync(found.Where(IsNews).ToList(), today, cancellationToken)).Reverse()];
        }

        var middle = from + ((to - from) / 2);
        var newer = await NewestAsync(id, middle, to, today, cancellationToken);
        return newer.Count > ShownLimit ? newer : [.. newer, .. await NewestAsync(id, from, middle, today, cancellationToken)];
    }

    /// <summary>The disclosures that no seal hides now. A seal that is not on record hides nothing, since no one could have confirmed it.</summary>
    private async Task<IEnumerable<Disclosure>> ToldAsync(IReadOnlyList<Disclosure> looks, LocalDate today, CancellationToken cancellationToken)
    {
        var known = await seals.FindAsync(looks.Where(look => look.SealedUntil > today).Select(look => look.Seal).OfType<string>(), cancellationToken);
        var now = clock.GetUtcNow();
        return looks.Where(look => !(look.SealedUntil > today) || (look.Seal is { } id && known.GetValueOrDefault(id)?.HoldsAt(now) != true));
    }
}

/// <summary>A month of disclosures, as the person sees them.</summary>
/// <param name="Items">The disclosures, newest first, at most 200.</param>
/// <param name="Rest">The time of the first disclosure not included; null if all are.</param>
public sealed record OwnDisclosures(IReadOnlyList<OwnDisclosure> Items, DateTimeOffset? Rest);

/// <summary>A disclosure, as the person sees it, without IDs or names.</summary>
/// <param name="At">The time.</param>
/// <param name="Role">The role of the reader.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Fields">The fields, by name.</param>
/// <param name="ReportedAt">When an offline verification was reported; null for everything the system showed itself.</param>
public sealed record OwnDisclosure(DateTimeOffset At, string Role, Purpose Purpose, IReadOnlyList<string> Fields, DateTimeOffset? ReportedAt);
