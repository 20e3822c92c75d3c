using NodaTime;
using SecureDocket.Cardholders;
using Xunit;

namespace SecureDocket.Tests.Cardholders;

public sealed class BirthDateTests
{
    [Theory]
    [InlineData("1979", "19790000")]
    [InlineData("1979-04", "19790400")]
    [InlineData("1979-04-07", "19790407")]
    [InlineData("1900", "19000000")]
    [InlineData("2000-02-29", "20000229")]
    public void What_is_known_is_kept_and_the_rest_is_zero(string text, string claim)
    {
        Assert.True(BirthDate.TryParse(text, out var date));
        Assert.Equal(claim, date.ToClaim());
        Assert.Equal(text, date.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1899")]
    [InlineData("0000")]
    [InlineData("79")]
    [InlineData("1979-")]
    [InlineData("1979-00")]
    [InlineData("1979-13")]
    [InlineData("1979-4")]
    [InlineData("1979-04-00")]
    [InlineData("1979-04-31")]
    [InlineData("1900-02-29")]
    [InlineData("1979-04-7")]
    [InlineData("1979-0407")]
    [InlineData("1979/04/07")]
    [InlineData("07-04-1979")]
    [InlineData("19790407")]
    [InlineData("1979-04-07T00:00")]
    [InlineData("-979")]
    [InlineData("+979")]
    [InlineData(" 979")]
    [InlineData("1979-04-+7")]
    [InlineData("\u0661\u0669\u0667\u0669")]
    public void Anything_else_is_no_birth_date(string? text) => Assert.False(BirthDate.TryParse(text, out _));

    [Theory]
    [InlineData("2026", false)]
    [InlineData("2027", true)]
    [InlineData("2026-05", false)]
    [InlineData("2026-06", true)]
    [InlineData("2026-05-20", false)]
    [InlineData("2026-05-21", true)]
    public void Only_what_lies_ahead_for_certain_is_in_the_future(string text, bool future)
    {
        Assert.True(BirthDate.TryParse(text, out var date));
        Assert.Equal(future, date.IsAfter(new LocalDate(2026, 5, 20)));
    }
}
