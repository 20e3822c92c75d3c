using System.Formats.Cbor;
using System.IO.Compression;
using System.Security.Cryptography;
using SecureDocket.Credentials.Codecs;
using Xunit;
using CborReader = System.Formats.Cbor.CborReader;
using CborWriter = System.Formats.Cbor.CborWriter;

namespace SecureDocket.Credentials.Tests;

/// <summary>What is encoded, read by an independent CBOR reader and an independent inflater.</summary>
public sealed class CredentialEncoderTests
{
    // Computed apart from this code, with zlib's fixed strategy at its best level; a change here is a change of every card.
    private const string GoldenPayload =
        "A701781C68747470733A2F2F736563757265646F636B65742E6578616D706C65026C303132333435363738394142041A6B386925051A695735A5061A695735A518"
        + "A9A8016131026131046E4D69726F6E205A61726563686E79086831393739303030300D63554B521763555341184B582055C64D0FCD6F9D5F7C828093857E3FDFDA"
        + "68478BB4E9BD24D481EF391C7804E8184C507051DCA8AC20AA91A4BB88D012C51CAA19FFFFA16B7374617475735F6C697374A2636964781A0007FFFF6375726978"
        + "3268747470733A2F2F736563757265646F636B65742E6578616D706C652F6170692F76312F7374617475732D6C697374732F31";

    private const string GoldenText =
        "V7F:UNMSF/V4JDD*RK-PH$CQB6IJ-COYIT61G.4%S2XTC9050YCEETP:28R4A0505J9EH%3NIIM *4S K1FK4I9$7OSZ6+YMFW6U:7UO7+R8K+M$C6-24P%IGBPXHQ7IRQ"
        + "+Q*+RETQ-FH I5CF4O*I3F56*R%850DJX9BTKG8MQ+C51AI$8Q9TM708U84$HMZW60N4GLI/XOPTQUOQ831YRI5/ND%O3O8 U3DZNBP229IBUUY:PWK33ZQ876C:MSAWK*"
        + "LKFV2W5.DVWUB+WF4A5FNOZJ8J05H74:4QXV6TSLN-5Y:R.E8CFLII5FGW5/29:26S4KWIACPHTC05JPK95V9HBI BCGBWYJTYZP*L4X8UI0AMHPN/52*QJBDZU0626017"
        + "D9E3VCJ.CZ C5ET4.SK8T 2T9-28O2OZ2+T2A7J9ZIP1J-+IW1BVTA2-AIZAXCRW+Q37RJ1R0:8*MG$.MU.LC+N620G80I2";

    [Fact]
    public void The_message_is_a_tagged_cwt_in_a_tagged_cose_sign1()
    {
        var reader = new CborReader(Unpack(Sample.Seal(Sample.Credential)), CborConformanceMode.Strict);
        Assert.Equal((CborTag)61, reader.ReadTag());
        Assert.Equal((CborTag)18, reader.ReadTag());
        Assert.Equal(4, reader.ReadStartArray());

        var header = new CborReader(reader.ReadByteString(), CborConformanceMode.Strict);
        Assert.Equal(3, header.ReadStartMap());
        Assert.Equal((1, -7), (header.ReadInt32(), header.ReadInt32()));
        Assert.Equal(4, header.ReadInt32());
        Assert.Equal(Sample.PublicKey.Id.ToBytes(), header.ReadByteString());
        Assert.Equal((16, "application/sdc+cwt"), (header.ReadInt32(), header.ReadTextString()));
        header.ReadEndMap();
        Assert.Equal(0, header.BytesRemaining);

        Assert.Equal(0, reader.ReadStartMap());
        reader.ReadEndMap();
        Assert.Equal(CredentialEncoder.EncodePayload(Sample.Credential), reader.ReadByteString());
        Assert.Equal(64, reader.ReadByteString().Length);
        reader.ReadEndArray();
        Assert.Equal(0, reader.BytesRemaining);
    }

    [Fact]
    public void The_claims_carry_the_numbers_of_the_design()
    {
        var reader = new CborReader(CredentialEncoder.EncodePayload(Sample.Credential), CborConformanceMode.Strict);
        Assert.Equal(7, reader.ReadStartMap());
        Assert.Equal((1, "https://securedocket.example"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((2, "0123456789AB"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((4, 1798859045), (reader.ReadInt32(), reader.ReadInt64()));
        Assert.Equal((5, 1767323045), (reader.ReadInt32(), reader.ReadInt64()));
        Assert.Equal((6, 1767323045), (reader.ReadInt32(), reader.ReadInt64()));

        Assert.Equal(169, reader.ReadInt32());
        Assert.Equal(8, reader.ReadStartMap());
        Assert.Equal((1, "1"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((2, "1"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((4, "Miron Zarechny"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((8, "19790000"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((13, "UKR"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal((23, "USA"), (reader.ReadInt32(), reader.ReadTextString()));
        Assert.Equal(75, reader.ReadInt32());
        Assert.Equal(SHA256.HashData("photo"u8), reader.ReadByteString());
        Assert.Equal(76, reader.ReadInt32());
        Assert.Equal(SHA256.HashData("docket"u8)[..16], reader.ReadByteString());
        reader.ReadEndMap();

        Assert.Equal(65535, reader.ReadInt32());
        Assert.Equal(1, reader.ReadStartMap());
        Assert.Equal("status_list", reader.ReadTextString());
        Assert.Equal(2, reader.ReadStartMap());
        Assert.Equal(("idx", 524_287), (reader.ReadTextString(), reader.ReadInt32()));
        Assert.Equal(("uri", "https://securedocket.example/api/v1/status-lists/1"), (reader.ReadTextString(), reader.ReadTextString()));
        reader.ReadEndMap();
        reader.ReadEndMap();
        reader.ReadEndMap();
        Assert.Equal(0, reader.BytesRemaining);
    }

    [Fact]
    public void The_bytes_are_the_same_for_ever()
    {
        var payload = CredentialEncoder.EncodePayload(Sample.Credential);
        Assert.Equal(GoldenPayload, Convert.ToHexString(payload));

        var signature = Enumerable.Range(1, 64).Select(number => (byte)number).ToArray();
        Assert.Equal(GoldenText, CredentialEncoder.Seal(Sample.PublicKey.Id, payload, signature));
    }

    [Fact]
    public void What_is_signed_is_the_sig_structure_of_rfc_9052()
    {
        var payload = CredentialEncoder.EncodePayload(Sample.Credential);
        var header = new CborWriter(CborConformanceMode.Canonical);
        header.WriteStartMap(3);
        header.WriteInt32(1);
        header.WriteInt32(-7);
        header.WriteInt32(4);
        header.WriteByteString(Sample.PublicKey.Id.ToBytes());
        header.WriteInt32(16);
        header.WriteTextString("application/sdc+cwt");
        header.WriteEndMap();

        // Section 4.4: context, body_protected, external_aad (none), payload; sign_protected is left out for COSE_Sign1.
        var expected = new CborWriter(CborConformanceMode.Canonical);
        expected.WriteStartArray(4);
        expected.WriteTextString("Signature1");
        expected.WriteByteString(header.Encode());
        expected.WriteByteString([]);
        expected.WriteByteString(payload);
        expected.WriteEndArray();
        Assert.Equal(expected.Encode(), CredentialEncoder.ToBeSigned(Sample.PublicKey.Id, payload));
    }

    [Fact]
    public void The_signature_in_the_text_is_the_keys_over_the_sig_structure()
    {
        var reader = new CborReader(Unpack(Sample.Seal(Sample.Credential)));
        reader.ReadTag();
        reader.ReadTag();
        reader.ReadStartArray();
        reader.SkipValue();
        reader.SkipValue();
        var toBeSigned = CredentialEncoder.ToBeSigned(Sample.PublicKey.Id, reader.ReadByteString());
        Assert.True(Sample.PrivateKey.VerifyData(
            toBeSigned, reader.ReadByteString(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(65)]
    public void A_signature_of_another_length_is_not_sealed(int length) =>
        Assert.Throws<ArgumentException>(() => CredentialEncoder.Seal(Sample.PublicKey.Id, [0], new byte[length]));

    private static byte[] Unpack(string text)
    {
        var packed = new byte[text.Length];
        Assert.True(Base45.TryDecode(text, packed, out var length));
        using var zlib = new ZLibStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        return plain.ToArray();
    }
}
