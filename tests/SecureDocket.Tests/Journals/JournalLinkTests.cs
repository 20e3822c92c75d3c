using System.Formats.Cbor;
using System.Security.Cryptography;
using SecureDocket.Journals;
using Xunit;

namespace SecureDocket.Tests.Journals;

public sealed class JournalLinkTests
{
    private static readonly CardholderId s_docket = CardholderId.FromBytes([.. Enumerable.Range(1, 16).Select(number => (byte)number)]);

    private static readonly JournalLink s_link = new(7, SHA256.HashData("before"u8), "sealed"u8.ToArray());

    public static TheoryData<string, JournalLink> Changed => new()
    {
        { "sequence", s_link with { Sequence = 8 } },
        { "previous", s_link with { Previous = SHA256.HashData("other"u8) } },
        { "content", s_link with { Sealed = "sealeD"u8.ToArray() } },
        { "a byte less", s_link with { Sealed = "seale"u8.ToArray() } },
    };

    [Fact]
    public void The_hash_is_sha256_over_the_documented_cbor()
    {
        var cbor = new CborWriter(CborConformanceMode.Canonical);
        cbor.WriteStartArray(5);
        cbor.WriteInt32(2);
        cbor.WriteByteString(s_docket.ToBytes());
        cbor.WriteInt32(7);
        cbor.WriteByteString(SHA256.HashData("before"u8));
        cbor.WriteByteString("sealed"u8);
        cbor.WriteEndArray();
        Assert.Equal(SHA256.HashData(cbor.Encode()), s_link.Hash(s_docket));
    }

    [Fact]
    public void The_hash_is_the_same_for_ever() =>
        Assert.Equal("1B07B2C4B803ACEB96A5BA731E522E8679D75783D69E4E09FE64524796244972", Convert.ToHexString(s_link.Hash(s_docket)));

    [Theory]
    [MemberData(nameof(Changed))]
    public void Any_changed_member_changes_the_hash(string what, JournalLink changed)
    {
        _ = what;
        Assert.NotEqual(s_link.Hash(s_docket), changed.Hash(s_docket));
    }

    [Fact]
    public void The_same_link_of_another_docket_has_another_hash() =>
        Assert.NotEqual(s_link.Hash(s_docket), s_link.Hash(CardholderId.FromBytes(new byte[16])));

    [Fact]
    public void The_stored_form_gives_the_link_again()
    {
        var read = JournalLink.Read(7, s_link.ToBytes())!;
        Assert.Equal(s_link.Hash(s_docket), read.Hash(s_docket));
        Assert.Null(JournalLink.Read(7, new byte[32]));
    }
}
