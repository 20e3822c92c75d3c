using NodaTime;
using SecureDocket.Cardholders;
using Xunit;

namespace SecureDocket.Tests.Clearances;

public sealed class ClearanceTests
{
    [Theory]
    [InlineData("Cleared", "BGC-1", "2026-05-20")]
    [InlineData("Denied", "a/b.c:1", "2000-01-01")]
    [InlineData("Pending", null, null)]
    public void A_whole_result_is_accepted(string result, string? reference, string? date)
    {
        var clearance = Create(result, reference, date);
        Assert.Equal(new Clearance(Enum.Parse<ClearanceResult>(result), reference, date), clearance.Value);
    }

    [Theory]
    [InlineData("Cleared", null, "2026-05-20", "reference")]
    [InlineData("Cleared", "", "2026-05-20", "reference")]
    [InlineData("Cleared", "a b", "2026-05-20", "reference")]
    [InlineData("Cleared", "é", "2026-05-20", "reference")]
    [InlineData("Cleared", "12345678901234567890123456789012345678901", "2026-05-20", "reference")]
    [InlineData("Cleared", "BGC-1", null, "date")]
    [InlineData("Cleared", "BGC-1", "2026-05-21", "date")]
    [InlineData("Cleared", "BGC-1", "1999-12-31", "date")]
    [InlineData("Cleared", "BGC-1", "2026-02-30", "date")]
    [InlineData("Cleared", "BGC-1", "20 May 2026", "date")]
    [InlineData("Denied", null, null, "reference date")]
    [InlineData("Pending", "BGC-1", null, "reference")]
    [InlineData("Pending", null, "2026-05-20", "date")]
    [InlineData("Pending", "BGC-1", "2026-05-20", "reference date")]
    [InlineData("cleared", "BGC-1", "2026-05-20", "result")]
    [InlineData("1", "BGC-1", "2026-05-20", "result")]
    [InlineData("7", "BGC-1", "2026-05-20", "result")]
    [InlineData("Cleared, Denied", "BGC-1", "2026-05-20", "result")]
    [InlineData("", "BGC-1", "2026-05-20", "result")]
    [InlineData(null, null, null, "result")]
    [InlineData("Maybe", "a b", "never", "result reference date")]
    public void Every_fault_and_no_other_is_named(string? result, string? reference, string? date, string fields)
    {
        var refusals = Create(result, reference, date).Refusals;
        Assert.Equal(fields.Split(' '), refusals.Select(refusal => refusal.Field));
        Assert.All(refusals, refusal => Assert.Equal("invalid", refusal.Code));
    }

    private static Result<Clearance> Create(string? result, string? reference, string? date) =>
        Clearance.Create(result, reference, date, new LocalDate(2026, 5, 20));
}
