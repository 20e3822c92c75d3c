using SecureDocket.Cards;

namespace SecureDocket.Tests.Reminders;

/// <summary>Cards that nobody issued.</summary>
internal static class TestCard
{
    public static Card Of(int serial) => new()
    {
        Number = CardNumber.FromBytes(Guid.NewGuid().ToByteArray()),
        Serial = serial,
        Status = CardStatus.Active,
        SiteId = "S",
        StatusList = "1",
        StatusIndex = serial,
        KeyVersion = "v",
        KeyId = "AAAAAAAAAAA",
        PhotoHash = new string('0', 64),
        IssuedAt = World.Start.ToDateTimeOffset(),
        Expires = World.Start.ToDateTimeOffset().AddYears(1),
        Payload = [],
        IssuedBy = "test",
    };
}
