using System.Security.Cryptography;
using System.Text;
using SecureDocket.Reminders;
using Xunit;

namespace SecureDocket.Tests.Reminders;

public sealed class ReminderIdTests
{
    private static readonly CardholderId s_cardholder = CardholderId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    private static readonly ReminderSubject s_subject = new(ReminderSubjectKind.Hearing, "NYC-2027-000417", 3);
    private static readonly string[] s_subjects = ["1", "11", "2"];
    private static readonly long[] s_versions = [1, 2, 11, 12];

    [Fact]
    public void An_id_is_the_docket_and_the_first_72_bits_of_a_hash_over_what_it_is_about()
    {
        // By the definition, written out: nothing here is the product's own.
        const string Docket = "AQIDBAUGBwgJCgsMDQ4PEA";
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{Docket}\nHearing\nNYC-2027-000417\n3\nSevenDays\n0"));
        var expected = $"{Docket}.{Convert.ToBase64String(hash, 0, 9).Replace('+', '-').Replace('/', '_')}";
        var id = ReminderId.Of(s_cardholder, s_subject, ReminderOccasion.SevenDays, 0);
        Assert.Equal(expected, id.ToString());
        Assert.Equal(35, expected.Length);
    }

    [Fact]
    public void Nothing_else_has_the_same_id()
    {
        var ids =
            from cardholder in new[] { s_cardholder, CardholderId.New() }
            from kind in Enum.GetValues<ReminderSubjectKind>()
            from subject in s_subjects
            from version in s_versions
            from occasion in Enum.GetValues<ReminderOccasion>()
            from retry in Enumerable.Range(0, 3)
            select ReminderId.Of(cardholder, new(kind, subject, version), occasion, retry);
        var all = ids.ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public void Its_text_leads_back_to_it_and_to_its_docket()
    {
        var id = ReminderId.Of(s_cardholder, s_subject, ReminderOccasion.Notice, 1);
        Assert.True(ReminderId.TryParse(id.ToString(), out var read));
        Assert.Equal((id, s_cardholder), (read, read.Cardholder));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA.AAAAAAAAAAA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA.AAAAAAAAAAAAA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA-AAAAAAAAAAAA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA.AAAAAAAAAA+A")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PE\u00e9.AAAAAAAAAAAA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEB.AAAAAAAAAAAA")]
    [InlineData(" QIDBAUGBwgJCgsMDQ4PEA.AAAAAAAAAAAA")]
    [InlineData("AQIDBAUGBwgJCgsMDQ4PEA.AAAA AAAAAAA")]
    public void What_is_no_id_is_not_read_as_one(string? text) => Assert.False(ReminderId.TryParse(text, out _));
}
