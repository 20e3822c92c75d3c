using System.Formats.Cbor;
using System.Security.Cryptography;
using SecureDocket.Journals;
using Xunit;

namespace SecureDocket.Tests.Journals;

public sealed class JournalEventTests
{
    private static readonly JournalEvent s_event = new()
    {
        Sequence = 7,
        At = DateTimeOffset.FromUnixTimeMilliseconds(1_767_323_045_678),
        Actor = new Actor("Enrollment.Officer", "dev-officer"),
        Kind = "photo-attached",
        Operation = "00112233445566778899aabbccddeeff",
        Changes = [new RowImage("profile", """{"name":"Мирон"}"""), new RowImage("card|1", "{}")],
        Previous = SHA256.HashData("before"u8),
    };

    public static TheoryData<string, JournalEvent> Changed => new()
    {
        { "sequence", s_event with { Sequence = 8 } },
        { "time", s_event with { At = s_event.At.AddMilliseconds(1) } },
        { "role", s_event with { Actor = s_event.Actor with { Role = "Field.Officer" } } },
        { "actor", s_event with { Actor = s_event.Actor with { Id = "dev-office" } } },
        { "requester", s_event with { RequestedBy = s_event.Actor } },
        { "kind", s_event with { Kind = "photo-detached" } },
        { "operation", s_event with { Operation = "00112233445566778899aabbccddeefe" } },
        { "previous", s_event with { Previous = SHA256.HashData("other"u8) } },
        { "no changes", s_event with { Changes = [] } },
        { "a change less", s_event with { Changes = [s_event.Changes[0]] } },
        { "another order", s_event with { Changes = [s_event.Changes[1], s_event.Changes[0]] } },
        { "another key", s_event with { Changes = [s_event.Changes[0] with { Key = "profil" }, s_event.Changes[1]] } },
        { "another document", s_event with { Changes = [s_event.Changes[0] with { Json = "{}" }, s_event.Changes[1]] } },
        { "text moved over", s_event with { Changes = [new("profile{", s_event.Changes[0].Json[1..]), s_event.Changes[1]] } },
    };

    [Theory]
    [InlineData(null)]
    [InlineData("dev-other")]
    public void The_hash_is_sha256_over_the_documented_cbor(string? other)
    {
        var requestedBy = other is null ? null : new Actor("Program.Administrator", other);
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartArray(9);
        cbor.WriteInt32(1);
        cbor.WriteInt32(7);
        cbor.WriteInt64(1_767_323_045_678);
        cbor.WriteTextString("Enrollment.Officer:dev-officer");
        cbor.WriteTextString(requestedBy is null ? "" : $"{requestedBy.Role}:{requestedBy.Id}");
        cbor.WriteTextString("photo-attached");
        cbor.WriteTextString("00112233445566778899aabbccddeeff");
        cbor.WriteStartArray(2);
        foreach (var (key, json) in new[] { ("profile", """{"name":"Мирон"}"""), ("card|1", "{}") })
        {
            cbor.WriteStartArray(2);
            cbor.WriteTextString(key);
            cbor.WriteTextString(json);
            cbor.WriteEndArray();
        }

        cbor.WriteEndArray();
        cbor.WriteByteString(SHA256.HashData("before"u8));
        cbor.WriteEndArray();
        Assert.Equal(SHA256.HashData(cbor.Encode()), (s_event with { RequestedBy = requestedBy }).ComputeHash());
    }

    [Fact]
    public void The_hash_is_the_same_for_ever() =>
        Assert.Equal("144C7879412915FBC4E8667218DA636CF6426C5580073966379EB4BFA53072DF", Convert.ToHexString(s_event.ComputeHash()));

    [Theory]
    [MemberData(nameof(Changed))]
    public void Any_changed_member_changes_the_hash(string what, JournalEvent changed)
    {
        _ = what;
        Assert.NotEqual(s_event.ComputeHash(), changed.ComputeHash());
    }

    [Fact]
    public void The_stored_hash_is_no_part_of_itself() =>
        Assert.Equal(s_event.ComputeHash(), (s_event with { Hash = new byte[32] }).ComputeHash());
}
