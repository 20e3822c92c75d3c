using SecureDocket.Cardholders;
using Xunit;

namespace SecureDocket.Tests.Cardholders;

/// <summary>Who may be one person under two A-numbers, and who is not taken for one.</summary>
public sealed class LikenessTests
{
    [Theory]
    [InlineData("Mohamed Al-Sayed", "1990-02-28", "SAYED, MUHAMMAD AL", "1990-02-28", true)]
    [InlineData("Mohamed Al Sayed", "1990-02-28", "Sayed Muhammad al", "1990-02-28", true)]
    [InlineData("José Ángel Núñez", "1990-02-28", "Jose Angel Nunez", "1990-02-28", true)]
    [InlineData("Maria Garcia Lopez", "1990-02-28", "María Fernanda García López", "1990-02-28", true)]
    [InlineData("Oleksandr Zelenko", "1990-02-28", "Zelenko Oleksandr", "1990-02-28", true)]
    [InlineData("Yusuf Ahmed", "1990", "Youssef Ahmad", "1990", true)]
    [InlineData("Yusuf Ahmed", "1990-02-28", "Youssef Ahmad", "1990-11-03", true)]
    [InlineData("Yusuf Ahmed", "1990-02-28", "Youssef Ahmad", "1990", true)]
    [InlineData("Suryani", "1979", "Suriani", "1979", true)]
    [InlineData("Łukasz Öztürk", "1990-02-28", "Lukas Ozturk", "1990-02-28", true)]
    [InlineData("Ana Garcia Lopez", "1990-02-28", "Luis Garcia Lopez", "1990-02-28", false)]
    [InlineData("Ana Garcia", "1990-02-28", "Ana Garcia", "1991-02-28", false)]
    [InlineData("Garcia", "1990-02-28", "Ana Garcia", "1990-02-28", false)]
    [InlineData("Thi Anh Dao", "1990-02-28", "Van Minh Tran", "1990-02-28", false)]
    public void A_name_and_a_birth_date_are_alike_or_not(string name, string born, string otherName, string otherBorn, bool alike)
    {
        var (one, other) = (Person(name, born), Person(otherName.Replace(",", "", StringComparison.Ordinal), otherBorn));
        Assert.Equal(alike ? [LikenessKind.NameAndBirthDate] : [], Likeness.Between(one, other));
        Assert.Equal(Likeness.Between(one, other), Likeness.Between(other, one));
        Assert.True(!alike || Likeness.KeysOf(one).Intersect(Likeness.KeysOf(other)).Any());
    }

    [Theory]
    [InlineData("Ana Garcia", "1990-02-28", "Ana Garcia", "1960-01-01", true)]
    [InlineData("Ana Garcia", "1990-02-28", "Rosa Perez", "1990-02-28", true)]
    [InlineData("Ana Garcia", "1990-02-28", "Luis Garcia", "2014-07-01", false)]
    [InlineData("Rosa Maria Xu", "1990-03-04", "Rosa Xu", "1990", true)]
    [InlineData("Ana Garcia", "1990-02-28", "Rosa Perez", "1990-03-28", false)]
    public void A_phone_counts_beside_the_name_or_the_birth_date(string name, string born, string otherName, string otherBorn, bool alike)
    {
        var (one, other) = (Person(name, born) with { Mobile = "+17135550199" }, Person(otherName, otherBorn) with { Mobile = "+17135550199" });
        Assert.Equal(alike, Likeness.Between(one, other).Contains(LikenessKind.Phone));
        Assert.True(!alike || Likeness.KeysOf(one).Intersect(Likeness.KeysOf(other)).Any(key => key.StartsWith("phone|", StringComparison.Ordinal)));
        Assert.DoesNotContain(LikenessKind.Phone, Likeness.Between(one, other with { Mobile = "+17135550198" }));
        Assert.DoesNotContain(LikenessKind.Phone, Likeness.Between(one with { Mobile = null }, other with { Mobile = null }));
    }

    private static CardholderDetails Person(string latinName, string born) => new()
    {
        ANumber = "A200000017",
        Name = latinName,
        LatinName = latinName,
        BirthDate = BirthDate.TryParse(born, out var date) ? date : throw new ArgumentException("No birth date.", nameof(born)),
        Nationality = "XXX",
        Language = "en",
        TimeZone = "America/Chicago",
    };
}
