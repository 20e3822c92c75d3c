using SecureDocket.Messages;
using Xunit;

namespace SecureDocket.Tests.Messages;

public sealed class SmsOptionsTests
{
    [Fact]
    public void Senders_are_numbers_with_their_rates() => Assert.Equal(
        [new("+18335550100", 200), new("72345", 6000), new("723456", 1)],
        SenderNumber.ParseList(" +18335550100=200, 72345 = 6000,723456=1 "));

    [Theory]
    [InlineData("+18335550100=200", "STOP", true)]
    [InlineData("+18335550100=200", " unstop ", true)]
    [InlineData("+18335550100=200", "HELP", false)]
    [InlineData("+18335550100=200", "STOPALL", false)]
    [InlineData("+18335550100=200", "stop please", false)]
    [InlineData("+18335550100=200", "stop.", false)]
    [InlineData("+18335550100=200", "\uff33\uff34\uff2f\uff30", false)]
    [InlineData("+18335550100=200", "", false)]
    [InlineData("+18335550100=200:", "STOP", false)]
    [InlineData("+18335550100=200:STOP+HELP", "help", true)]
    [InlineData("+18335550100=200:STOP+HELP", "START", false)]
    [InlineData("72345=6000", "STOP", false)]
    [InlineData("72345=6000:STOP+START+HELP", "Help", true)]
    [InlineData("72345=6000:STOP+START+HELP", "", false)]
    public void A_keyword_has_one_who_replies(string senders, string text, bool isCarriers) =>
        Assert.Equal(isCarriers, Options(senders).CarrierAnswers(SenderNumber.ParseList(senders)[0].Number, text));

    [Fact]
    public void A_number_that_is_not_ours_has_no_carrier() => Assert.False(Options("+18335550100=200").CarrierAnswers("+18445550100", "STOP"));

    [Theory]
    [InlineData("+18335550100=200")]
    [InlineData("+18005550100=6000,72345=1")]
    [InlineData("72345=6000:STOP+START+HELP,+18335550100=200:")]
    public void Good_settings_have_no_faults(string senders) => Assert.Empty(Options(senders).Faults());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("+18335550100")]
    [InlineData("+18335550100=")]
    [InlineData("+18335550100=0")]
    [InlineData("+18335550100=-1")]
    [InlineData("+18335550100=6001")]
    [InlineData("+18335550100=1e3")]
    [InlineData("+18335550100=200=200")]
    [InlineData("72345=6000:stop")]
    [InlineData("72345=6000:STOP STOP")]
    [InlineData("72345=6000:STOP:HELP")]
    [InlineData("72345=6000:STOP+")]
    [InlineData("72345=6000:A1")]
    [InlineData("18335550100=200")]
    [InlineData("+17135550100=200")]
    [InlineData("+4480012345=200")]
    [InlineData("1234=200")]
    [InlineData("0123456=200")]
    [InlineData("1234567=200")]
    [InlineData("72345=200,72345=100")]
    [InlineData("72345=200,nonsense")]
    [InlineData("10001=1,10002=1,10003=1,10004=1,10005=1,10006=1,10007=1,10008=1,10009=1,10010=1,10011=1")]
    public void Senders_that_are_at_fault_are_named(string? senders) =>
        Assert.StartsWith("Sms:Senders ", Assert.Single(Options(senders).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("a brand that is long")]
    [InlineData("Карта")]
    [InlineData("[SDC][SDC]")]
    [InlineData("Immigration")]
    [InlineData(" SDC")]
    [InlineData("SDC ")]
    [InlineData("S\nC")]
    public void A_brand_that_is_at_fault_is_named(string brand) =>
        Assert.StartsWith("Sms:Brand ", Assert.Single((Options() with { Brand = brand }).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("help@example.org")]
    [InlineData("555-01")]
    [InlineData("-------")]
    [InlineData("1-800-555-0100 x 12")]
    [InlineData("18005550100\n")]
    public void A_contact_that_is_at_fault_is_named(string contact) =>
        Assert.StartsWith("Sms:Contact ", Assert.Single((Options() with { Contact = contact }).Faults()), StringComparison.Ordinal);

    [Theory]
    [InlineData("Mon-Fri 08:00-20:00 America/New_York en+es", true)]
    [InlineData("Sat-Sat 09:00-12:30 UTC zh-Hans", true)]
    [InlineData("", true)]
    [InlineData("Fri-Mon 08:00-20:00 America/New_York en", false)]
    [InlineData("Mon-Fri 20:00-08:00 America/New_York en", false)]
    [InlineData("Mon-Fri 08:00-20:00 America/Nowhere en", false)]
    [InlineData("Mon-Fri 08:00-20:00 America/New_York xx", false)]
    [InlineData("Mon-Fri 8-20", false)]
    public void The_help_lines_hours_are_read_or_named(string hours, bool fits)
    {
        var faults = (Options() with { ContactHours = hours }).Faults().ToList();
        Assert.Equal(fits ? [] : ["Sms:ContactHours"], faults.Select(fault => fault.Split(' ')[0]));
        Assert.Equal(fits && hours.Length > 0, (Options() with { ContactHours = hours }).Help is not null);
    }

    [Fact]
    public void Every_fault_is_named_at_once() => Assert.Equal(3, (Options("") with { Brand = "", Contact = "" }).Faults().Count());

    private static SmsOptions Options(string? senders = "72345=6000") => new() { Senders = SenderNumber.ParseList(senders), Contact = "1-800-555-0100" };
}
