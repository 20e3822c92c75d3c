using SecureDocket.Searches;
using Xunit;

namespace SecureDocket.Tests.Searches;

/// <summary>The codes that the authors of the system and its users have published.</summary>
public sealed class DaitchMokotoffTests
{
    [Theory]
    [InlineData("Auerbach", "097400 097500")]
    [InlineData("Ohrbach", "097400 097500")]
    [InlineData("Lipshitz", "874400")]
    [InlineData("Lippszyc", "874400 874500")]
    [InlineData("Lewinsky", "876450")]
    [InlineData("Levinski", "876450")]
    [InlineData("Szlamawicz", "486740")]
    [InlineData("Shlamovitz", "486740")]
    [InlineData("Topf", "370000")]
    [InlineData("Moskowitz", "645740")]
    [InlineData("Peters", "734000 739400")]
    [InlineData("Jackson", "145460 154600 445460 454600")]
    [InlineData("Minsk", "664500")]
    public void A_name_has_the_codes_that_were_published(string name, string codes) =>
        Assert.Equal(codes.Split(' '), DaitchMokotoff.Of(name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Oleksandr", "Aleksandr")]
    [InlineData("Mohamed", "Muhammad")]
    [InlineData("Yusuf", "Josef")]
    [InlineData("Mikhail", "Michael")]
    public void Two_ways_to_write_a_name_share_a_code(string one, string other) => Assert.NotEmpty(DaitchMokotoff.Of(one).Intersect(DaitchMokotoff.Of(other)));
}
