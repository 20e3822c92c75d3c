using NodaTime;
using SecureDocket.Seals;
using Xunit;

namespace SecureDocket.Tests.Seals;

/// <summary>What a seal's record and the clock make of it, and what a report counts.</summary>
public sealed class SealTests
{
    private static readonly DateTimeOffset s_asked = new(2026, 11, 20, 15, 4, 5, TimeSpan.Zero);
    private static readonly Actor s_administrator = new("Program.Administrator", "administrator-1");

    [Theory]
    [InlineData(0, SealStatus.Waiting, true)]
    [InlineData(71.99, SealStatus.Waiting, true)]
    [InlineData(72, SealStatus.Lapsed, false)]
    [InlineData(9000, SealStatus.Lapsed, false)]
    public void Unconfirmed_it_holds_for_72_hours(double hours, SealStatus status, bool holds) => AssertIs(Asked(30), hours, status, holds);

    [Theory]
    [InlineData(71, SealStatus.Confirmed, true)]
    [InlineData(73, SealStatus.Confirmed, true)]
    [InlineData(24 * 40, SealStatus.Over, true)]
    public void Confirmed_it_holds_until_its_day(double hours, SealStatus status, bool holds) => AssertIs(Confirmed(Asked(30)), hours, status, holds);

    [Fact]
    public void Whatever_was_ended_does_not_hold()
    {
        AssertIs(Ended(Asked(30)), 1, SealStatus.Declined, false);
        AssertIs(Ended(Asked(30)), 9000, SealStatus.Declined, false);
        AssertIs(Ended(Confirmed(Asked(30))), 1, SealStatus.Ended, false);
        AssertIs(Ended(Confirmed(Asked(30))), 9000, SealStatus.Ended, false);
    }

    [Fact]
    public void A_day_has_come_once_it_has_in_every_time_zone()
    {
        // The 21st begins last twelve hours after UTC's midnight.
        var seal = Asked(1);
        var everywhere = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(SealStatus.Waiting, seal.StatusAt(everywhere.AddTicks(-1)));
        Assert.Equal(SealStatus.Lapsed, seal.StatusAt(everywhere));
    }

    [Fact]
    public void A_report_counts_each_month_and_reason()
    {
        var earlier = Asked(80) with { RequestedAt = s_asked.AddMonths(-1), ConfirmBefore = s_asked.AddMonths(-1) + Seal.AloneFor };
        Seal[] seals = [Asked(30), Ended(Asked(30)), Confirmed(Asked(30)), Ended(Confirmed(Asked(30))), Asked(30) with { Reason = SealReason.CourtOrder }, earlier];
        Assert.Equal(
            [
                new(new YearMonth(2026, 10), SealReason.OpenInvestigation, 1, 0, 0, 0, 1, 0),
                new(new YearMonth(2026, 11), SealReason.OpenInvestigation, 4, 1, 2, 1, 0, 1),
                new(new YearMonth(2026, 11), SealReason.CourtOrder, 1, 1, 0, 0, 0, 0),
            ],
            SealCount.Of(seals, s_asked.AddHours(1)));
        Assert.Empty(SealCount.Of([], s_asked));
    }

    private static void AssertIs(Seal seal, double hours, SealStatus status, bool holds)
    {
        var now = s_asked.AddHours(hours);
        Assert.Equal((status, holds), (seal.StatusAt(now), seal.HoldsAt(now)));
    }

    private static Seal Asked(int days) => new()
    {
        Id = "20261120150405000-5e884898",
        DisclosureId = "5e884898da28047151d0e56f8dc62927",
        LookedAt = s_asked,
        Reason = SealReason.OpenInvestigation,
        Until = LocalDate.FromDateTime(s_asked.UtcDateTime).PlusDays(days),
        RequestedBy = new("Field.Officer", "officer-1"),
        RequestedAt = s_asked,
        ConfirmBefore = s_asked + Seal.AloneFor,
    };

    private static Seal Confirmed(Seal seal) => seal with { ConfirmedBy = s_administrator, ConfirmedAt = s_asked.AddMinutes(1) };

    private static Seal Ended(Seal seal) => seal with { EndedBy = s_administrator, EndedAt = s_asked.AddMinutes(2) };
}
