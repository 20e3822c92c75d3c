using Xunit;

namespace SecureDocket.Credentials.Tests;

/// <summary>Claims that a genuine key signed, and that are still not this card's claims.</summary>
public sealed class StrictClaimsTests
{
    private static readonly (object Key, object? Value)[] s_identity =
    [
        (1, "1"), (2, "1"), (4, "Miron Zarechny"), (8, "19790000"), (13, "UKR"), (23, "USA"), (75, new byte[32]), (76, new byte[16]),
    ];

    private static readonly (object Key, object? Value)[] s_face = [(0, new byte[700]), (1, 0), (2, 4)];

    private static readonly (object Key, object? Value)[] s_list = [("idx", 7), ("uri", $"{Sample.Issuer}/api/v1/status-lists/1")];

    private static readonly (object Key, object? Value)[] s_claims =
    [
        (1, Sample.Issuer), (2, "0123456789AB"), (4, 1_798_859_045), (5, 1_767_323_045), (6, 1_767_323_045), (169, s_identity),
        (65535, Map([("status_list", s_list)])),
    ];

    [Fact]
    public void The_claims_that_the_others_differ_from_are_read() => Assert.Empty(Verdict(s_claims));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_missing_claim_is_malformed(int claim)
    {
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict([.. s_claims[..claim], .. s_claims[(claim + 1)..]]));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, claim, null)));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, claim, new byte[3])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void A_missing_or_mistyped_identity_member_is_malformed(int member)
    {
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, Map([.. s_identity[..member], .. s_identity[(member + 1)..]]))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, With(s_identity, member, 5))));
    }

    [Fact]
    public void An_extra_claim_or_member_is_malformed()
    {
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict([.. s_claims[..2], (3, "audience"), .. s_claims[2..]]));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict([.. s_claims, (65536, 1)]));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, Map([.. s_identity, (77, 1)]))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 6, Map([("x", 1), ("status_list", s_list)]))));
    }

    [Fact]
    public void Another_order_or_a_repeated_claim_is_malformed()
    {
        Assert.Equal(Sample.Malformed(Reasons.NotCanonical), Verdict([s_claims[1], s_claims[0], .. s_claims[2..]]));
        Assert.Equal(Sample.Malformed(Reasons.NotCanonical), Verdict([.. s_claims.Reverse()]));
        Assert.Equal(Sample.Malformed(Reasons.DuplicateKey), Verdict([s_claims[0], .. s_claims]));
        Assert.Equal(Sample.Malformed(Reasons.DuplicateKey), Verdict([.. s_claims, s_claims[1]]));
        Assert.Equal(Sample.Malformed(Reasons.DuplicateKey), Verdict(With(s_claims, 5, Map([.. s_identity, s_identity[0]]))));
    }

    [Theory]
    [InlineData(2, -1L)]
    [InlineData(3, -1L)]
    [InlineData(4, -1L)]
    [InlineData(2, long.MaxValue)]
    [InlineData(3, 253_402_300_800L)]
    public void A_time_that_no_clock_shows_is_malformed(int claim, long seconds) =>
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, claim, seconds)));

    [Theory]
    [InlineData(-1L)]
    [InlineData(2_147_483_648L)]
    public void A_status_entry_that_no_list_has_is_malformed(long index) =>
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 6, Map([("status_list", With(s_list, 0, index))]))));

    [Fact]
    public void Members_of_another_length_or_version_are_malformed()
    {
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, With(s_identity, 1, "2"))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, With(s_identity, 6, new byte[31]))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, With(s_identity, 7, new byte[17]))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, With(s_identity, 2, new string('x', 513)))));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 2, 1_798_859_045.0)));
    }

    [Fact]
    public void A_face_is_read_as_it_was_signed()
    {
        var authentication = Sample.Authenticate(Forge.Text(payload: Forge.Map(WithFace(new object[] { s_face }))));
        Assert.Empty(authentication.Reasons);
        Assert.Equal(FaceFormat.Webp, authentication.Credential!.Identity.Face!.Format);
        Assert.Equal(new byte[700], authentication.Credential.Identity.Face.Bytes.ToArray());
        Assert.Empty(Verdict(WithFace(new object[] { With(With(s_face, 2, 1), 0, new byte[1]) })));
    }

    [Fact]
    public void A_face_of_another_form_is_malformed()
    {
        object[] others =
        [
            s_face, Array.Empty<object>(), new object[] { s_face, s_face }, new object[] { With(s_face, 0, new byte[701]) },
            new object[] { With(s_face, 0, Array.Empty<byte>()) }, new object[] { With(s_face, 0, "text") }, new object[] { With(s_face, 1, 1) },
            new object[] { With(s_face, 2, 0) }, new object[] { With(s_face, 2, 2) }, new object[] { With(s_face, 2, 5) }, new object[] { With(s_face, 2, "4") },
            new object[] { Map(s_face[..2]) }, new object[] { Map([.. s_face, (3, "issuer")]) }, "face", 0,
        ];
        Assert.All(others, face => Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(WithFace(face))));
        Assert.Equal(Sample.Malformed(Reasons.NotCanonical), Verdict(WithFace(new object[] { Map([.. s_face.Reverse()]) })));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(With(s_claims, 5, Map([.. s_identity, (77, new object[] { s_face })]))));
    }

    [Fact]
    public void A_payload_that_is_no_map_is_malformed()
    {
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict(Array.Empty<byte>()));
        Assert.Equal(Sample.Malformed(Reasons.BadClaims), Verdict([0x80]));
        Assert.Equal(Sample.Malformed(Reasons.TrailingBytes), Verdict([.. Forge.Payload, 0]));
    }

    [Fact]
    public void Claims_that_are_not_strict_cbor_are_malformed()
    {
        // a7 01 78 1c <28 bytes> 02 ...
        Assert.Equal(Sample.Malformed(Reasons.TooDeep), Verdict([.. Enumerable.Repeat((byte)0x81, 10_000), 0x00]));
        Assert.Equal(Sample.Malformed(Reasons.IndefiniteLength), Verdict([0xBF, .. Forge.Payload.AsSpan(1), 0xFF]));
        Assert.Equal(Sample.Malformed(Reasons.IndefiniteLength), Verdict([0xA7, 0x01, 0x7F, .. Forge.Payload.AsSpan(2, 30), 0xFF, .. Forge.Payload.AsSpan(32)]));
        Assert.Equal(Sample.Malformed(Reasons.NotCanonical), Verdict([0xB8, 0x07, .. Forge.Payload.AsSpan(1)]));
        Assert.Equal(Sample.Malformed(Reasons.WrongTag), Verdict([0xA7, 0x01, 0xD8, 0x20, .. Forge.Payload.AsSpan(2)]));
        Assert.Equal(Sample.Malformed(Reasons.WrongTag), Verdict([0xD8, 61, .. Forge.Payload]));
    }

    private static IReadOnlyList<string> Verdict(byte[] payload) => Sample.Authenticate(Forge.Text(payload: payload)).Reasons;

    private static (object Key, object? Value)[] WithFace(object face) => With(s_claims, 5, Map([.. s_identity[..6], (62, face), .. s_identity[6..]]));

    private static (object Key, object? Value)[] Map((object Key, object? Value)[] pairs) => pairs;

    private static IReadOnlyList<string> Verdict((object Key, object? Value)[] claims) => Sample.Authenticate(Forge.Text(payload: Forge.Map(claims))).Reasons;

    private static (object Key, object? Value)[] With((object Key, object? Value)[] pairs, int at, object? value) =>
        [.. pairs[..at], (pairs[at].Key, value), .. pairs[(at + 1)..]];
}
