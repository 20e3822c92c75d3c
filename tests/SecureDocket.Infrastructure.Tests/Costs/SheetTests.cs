using SecureDocket.CostSheet;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests.Costs;

/// <summary>The cost sheet's formulas, reckoned by hand.</summary>
public sealed class SheetTests
{
    private static readonly Prices s_free = new()
    {
        TableOperations10K = 0,
        TableGigabyteMonth = 0,
        BlobWrites10K = 0,
        BlobGigabyteMonth = 0,
        KeyOperations10K = 0,
        KeyMonth = 0,
        ProbeCall = 0,
        AlertRuleMonth = 0,
        PrivateEndpointMonth = 0,
        GigabyteSecond = 0,
        Executions1M = 0,
        AlwaysReadyGigabyteSecond = 0,
        TextSegment = 0,
        TollFreeNumberMonth = 0,
        ShortCodeMonth = 0,
        LogGigabyte = 0,
        Events1M = 0,
    };

    [Fact]
    public void The_page_is_what_the_program_prints() =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs/operations/costs.md")), CostPage.Write(new Sheet(new Prices(), new Load())));

    [Fact]
    public void A_verification_costs_its_two_operations()
    {
        var sheet = new Sheet(s_free with { TableOperations10K = 10_000 }, new Load());
        Assert.Equal(2, sheet.PerCall(UseCase.Verification, 1));
    }

    [Theory]
    [InlineData(0.001, 2)]
    [InlineData(1, 2)]
    [InlineData(10, 0.2)]
    [InlineData(100, 0.02)]
    [InlineData(100_000, 0.02)]
    public void A_lone_call_pays_a_second_of_two_gigabytes_and_busy_ones_share_it(double perSecond, double gigabyteSeconds)
    {
        var sheet = new Sheet(s_free with { GigabyteSecond = 1 }, new Load());
        Assert.Equal(gigabyteSeconds, sheet.PerCall(UseCase.Verification, perSecond), 9);
    }

    [Fact]
    public void A_reminder_costs_a_text_of_so_many_segments()
    {
        var sheet = new Sheet(s_free with { TextSegment = 0.01 }, new Load { Segments = 1.5 });
        Assert.Equal(0.015, sheet.PerCall(UseCase.Reminder, 1), 9);
    }

    [Fact]
    public void A_month_is_the_sum_of_its_calls_and_of_what_is_paid_in_any_case()
    {
        var prices = s_free with { KeyMonth = 5, TollFreeNumberMonth = 2, KeyOperations10K = 10_000 };
        var month = new Sheet(prices, new Load { Cards = 0.5, InstanceStarts = 0, BusyInstanceStarts = 0 }).Month(1_000);
        Assert.Equal(500 + (7 * 5) + 2, month.Sum(item => item.Dollars), 6);
    }

    [Fact]
    public void An_instance_that_starts_reads_the_dockets_key_and_unwraps_every_shard()
    {
        var sheet = new Sheet(s_free with { KeyOperations10K = 10_000 }, new Load { Cards = 0, InstanceStarts = 10, BusyInstanceStarts = 0 });
        Assert.Equal(10, sheet.InstanceStarts(1_000));
        Assert.Equal(10 * 30.4375 * 257, sheet.Month(1_000).Sum(item => item.Dollars), 6);
        Assert.Equal(50 * 60 / 257.0, Sheet.StartsPerMinute, 9);
    }

    [Fact]
    public void The_busier_the_busiest_second_the_more_instances_start()
    {
        var sheet = new Sheet(
            s_free, new Load { Verifications = Sheet.MonthSeconds, Peak = 1, Cards = 0, Enrollments = 0, Dates = 0, Reminders = 0, SignIns = 0, Searches = 0, InstanceStarts = 10, BusyInstanceStarts = 4 });
        Assert.Equal(3, sheet.PeakInstances(300), 9);
        Assert.Equal(10 + (4 * 3), sheet.InstanceStarts(300), 9);
    }

    [Fact]
    public void What_is_kept_grows_with_people()
    {
        var prices = s_free with { TableGigabyteMonth = 2, BlobGigabyteMonth = 3 };
        var sheet = new Sheet(prices, new Load { TableGigabytes = 0.1, BlobGigabytes = 0.01 });
        Assert.Equal(10 * (0.2 + 0.03), sheet.Month(10).Sum(item => item.Dollars), 9);
    }

    [Fact]
    public void A_toll_free_number_is_enough_until_its_rate_is_met_and_then_it_is_a_short_code()
    {
        var sheet = new Sheet(s_free with { TollFreeNumberMonth = 2, ShortCodeMonth = 1_000 }, new Load());
        var most = sheet.PeopleOfOneTollFreeNumber;
        Assert.Equal(Sheet.TollFreeTexts, sheet.TextsPerMinute(most), 6);
        Assert.Equal(sheet.RemindersPerMinute(most) + (60 * sheet.PeakPerSecond(UseCase.SignIn, most)), sheet.TextsPerMinute(most), 6);
        Assert.Equal(2, sheet.Month(most * 0.99).Sum(item => item.Dollars), 6);
        Assert.Equal(1_000, sheet.Month(most * 1.01).Sum(item => item.Dollars), 6);
        Assert.Equal(2_000, sheet.Month(sheet.PeopleOfOneShortCode * 1.01).Sum(item => item.Dollars), 6);
    }

    [Fact]
    public void Limits_are_met_where_the_busiest_second_reaches_them()
    {
        var sheet = new Sheet(new Prices(), new Load());
        Assert.Equal(Sheet.AccountOperations, sheet.PeakOperations(sheet.PeopleOfOneAccount), 3);
        Assert.Equal(Sheet.VaultSignatures, sheet.PeakPerSecond(UseCase.Card, sheet.PeopleOfOneVault), 6);
        Assert.Equal(1, Sheet.HoursToSignAnew(720_000));
    }

    [Fact]
    public void The_busiest_second_is_so_many_times_the_mean()
    {
        var sheet = new Sheet(new Prices(), new Load { Verifications = 1, Peak = 60 });
        Assert.Equal(60, sheet.PeakPerSecond(UseCase.Verification, Sheet.MonthSeconds), 6);
    }
}
