using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Seals;

namespace SecureDocket.Disclosures;

/// <summary>Shows a cardholder who was shown what of their docket, without a word on who exactly that was.</summary>
public sealed class ViewOwnDisclosures(DocketStore dockets, DisclosureLog disclosures, SealStore seals, TimeProvider clock)
{
    // A person's record is looked at a few times a month. These bounds are for feeds that run wild.
    private const int ReadLimit = 1000;
    private const int ShownLimit = 200;

    private static readonly TimeSpan s_narrow = TimeSpan.FromSeconds(1);

    /// <summary>The disclosures of a month on the person's calendar, without those that are sealed to this day and the person's own looks, sign-ins with an officer's code aside. Two requests as a rule, and one for each seal whose day has not come.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="month">The month.</param>
    /// <param name="until">Where the answer before this one ended, see <see cref="OwnDisclosures.Rest"/>; null for the newest.</param>
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

        // Whatever shares the moment of the rest's first is shown again rather than lost.
        var to = until is { } rest && rest >= start && rest < end ? rest.AddTicks(1) : end;
        var shown = await NewestAsync(id, start, to, today, cancellationToken);
        return new OwnDisclosures(
            [.. shown.Take(ShownLimit).Select(disclosure => new OwnDisclosure(disclosure.At, disclosure.Recipient.Role, disclosure.Purpose, disclosure.Fields, disclosure.Offline?.ReportedAt))],
            shown.Count > ShownLimit ? shown[ShownLimit].At : null);
    }

    // An officer who gave a code could be the one who used it.
    private static bool IsNews(Disclosure disclosure) =>
        disclosure.Recipient.Role != Actor.CardholderRole || disclosure.Fields.Contains(SignInFields.PaperCode);

    /// <summary>What is to be shown, newest first: all of it, or more than an answer holds. Storage reads oldest first, so a time with too much is halved.</summary>
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

    /// <summary>What no seal keeps from the person now. One that is not on record keeps nothing: nobody could have confirmed it.</summary>
    private async Task<IEnumerable<Disclosure>> ToldAsync(IReadOnlyList<Disclosure> looks, LocalDate today, CancellationToken cancellationToken)
    {
        var known = await seals.FindAsync(looks.Where(look => look.SealedUntil > today).Select(look => look.Seal).OfType<string>(), cancellationToken);
        var now = clock.GetUtcNow();
        return looks.Where(look => !(look.SealedUntil > today) || (look.Seal is { } id && known.GetValueOrDefault(id)?.HoldsAt(now) != true));
    }
}

/// <summary>A month of disclosures, as their person sees them.</summary>
/// <param name="Items">Newest first, 200 at most.</param>
/// <param name="Rest">The moment of the first that is not among them; null when these are all.</param>
public sealed record OwnDisclosures(IReadOnlyList<OwnDisclosure> Items, DateTimeOffset? Rest);

/// <summary>A disclosure, as its person sees it: nobody's id, nobody's name.</summary>
/// <param name="At">When.</param>
/// <param name="Role">In which role somebody looked.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Fields">Which fields, by name.</param>
/// <param name="ReportedAt">When we were told, of a check without a network; null for all that we showed ourselves.</param>
public sealed record OwnDisclosure(DateTimeOffset At, string Role, Purpose Purpose, IReadOnlyList<string> Fields, DateTimeOffset? ReportedAt);
