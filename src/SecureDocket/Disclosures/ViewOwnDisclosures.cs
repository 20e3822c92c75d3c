using NodaTime;
using SecureDocket.Dockets;

namespace SecureDocket.Disclosures;

/// <summary>Shows a cardholder who was shown what of their docket, without a word on who exactly that was.</summary>
public sealed class ViewOwnDisclosures(DocketStore dockets, DisclosureLog disclosures, TimeProvider clock)
{
    // A person's record is looked at a few times a month. These bounds are for feeds that run wild.
    private const int ReadLimit = 5000;
    private const int ShownLimit = 200;

    /// <summary>The disclosures of a month on the person's calendar, without those that are sealed to this day and the person's own looks. Two requests.</summary>
    public async Task<Result<OwnDisclosures>> ExecuteAsync(CardholderId id, YearMonth month, CancellationToken cancellationToken)
    {
        if (await dockets.FindCardholderAsync(id, cancellationToken) is not { } person)
        {
            return Refusals.NoSuchCardholder;
        }

        var zone = DateTimeZoneProviders.Tzdb[person.Details.TimeZone];
        var today = Instant.FromDateTimeOffset(clock.GetUtcNow()).InZone(zone).Date;
        DateTimeOffset StartOf(YearMonth each) => each.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant().ToDateTimeOffset();
        var found = await disclosures.BetweenAsync(id, StartOf(month), StartOf(month.PlusMonths(1)), ReadLimit, cancellationToken);
        var shown = found
            .Where(disclosure => disclosure.Recipient.Role != Actor.CardholderRole && !(disclosure.SealedUntil > today))
            .Reverse()
            .Select(disclosure => new OwnDisclosure(disclosure.At, disclosure.Recipient.Role, disclosure.Purpose, disclosure.Fields))
            .ToList();
        return new OwnDisclosures([.. shown.Take(ShownLimit)], shown.Count <= ShownLimit && found.Count < ReadLimit);
    }
}

/// <summary>A month of disclosures, as their person sees them.</summary>
/// <param name="Items">Newest first, 200 at most.</param>
/// <param name="IsComplete">Whether these are all of the month's.</param>
public sealed record OwnDisclosures(IReadOnlyList<OwnDisclosure> Items, bool IsComplete);

/// <summary>A disclosure, as its person sees it: nobody's id, nobody's name.</summary>
/// <param name="At">When.</param>
/// <param name="Role">In which role somebody looked.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Fields">Which fields, by name.</param>
public sealed record OwnDisclosure(DateTimeOffset At, string Role, Purpose Purpose, IReadOnlyList<string> Fields);
