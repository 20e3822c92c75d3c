using System.Formats.Cbor;
using System.IO.Compression;
using System.Text;
using SecureDocket.Credentials.Codecs;
using SecureDocket.Credentials.Interop;
using Xunit;
using CborWriter = System.Formats.Cbor.CborWriter;

namespace SecureDocket.Credentials.Tests.Interop;

public sealed class InteropReaderTests
{
    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 18 })]
    [InlineData(new[] { 61, 18 })]
    public void Tags_may_be_there_or_not(int[] tags) =>
        Assert.Equal("Miron Zarechny", InteropReader.Read(Pack(Message(tags, Identity()))).Card!.FullName);

    [Fact]
    public void The_identity_may_be_a_byte_string_that_holds_a_map()
    {
        var card = InteropReader.Read(Pack(Message([61, 18], Identity(), wrapped: true))).Card!;
        Assert.Equal(("Miron Zarechny", "19790412", "UKR", "USA"), (card.FullName, card.BirthDate, card.Nationality, card.CountryOfIssuance));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_face_may_be_a_map_or_an_array_of_one(bool array)
    {
        var card = InteropReader.Read(Pack(Message([18], Identity(faceInArray: array)))).Card!;
        Assert.Equal("face"u8, card.Face!.Value.Span);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Numbers_may_be_spelled_in_text(bool spelled) =>
        Assert.Equal(2, InteropReader.Read(Pack(Message([18], Identity(spelled: spelled)))).Card!.Gender);

    [Fact]
    public void The_message_may_be_inflated_hexadecimal()
    {
        var hex = Encoding.ASCII.GetBytes(Convert.ToHexString(Message([61, 18], Identity())));
        Assert.Equal("Miron Zarechny", InteropReader.Read(Pack(hex)).Card!.FullName);
    }

    [Fact]
    public void Our_own_card_is_one_of_them()
    {
        var card = InteropReader.Read(Sample.Seal(Sample.Credential)).Card!;
        Assert.Equal((Sample.Issuer, "Miron Zarechny", Sample.Credential.Expires), (card.Issuer, card.FullName, card.Expires));
    }

    [Fact]
    public void Nothing_read_leniently_is_a_card_to_the_verifier()
    {
        foreach (var text in new[] { Pack(Message([], Identity())), Pack(Message([18], Identity())), Pack(Message([61, 18], Identity(), wrapped: true)) })
        {
            Assert.NotNull(InteropReader.Read(text).Card);
            Assert.Equal(Outcome.Invalid, CredentialVerifier.Verify(text, Sample.Trust, Sample.IssuedAt.AddDays(1)).Outcome);
        }
    }

    [Fact]
    public void Mutated_codes_never_throw()
    {
        var random = new Random(3);
        var message = Message([61, 18], Identity(), wrapped: true);
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var mutated = (byte[])message.Clone();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            read += InteropReader.Read(Pack(mutated)).Card is null ? 0 : 1;
        }

        Assert.InRange(read, 1, 19_999);
    }

    [Fact]
    public void Nesting_without_end_is_no_code() =>
        Assert.Equal((null, InteropReader.NotClaim169), InteropReader.Read(Pack(Enumerable.Repeat((byte)0x81, 10_000).ToArray())));

    [Fact]
    public void A_code_without_a_face_or_a_key_id_has_none()
    {
        var text = Case("interop-no-face");
        var (card, reason) = InteropReader.Read(text);
        Assert.Null(reason);
        Assert.Equal(("John Doe", null), (card!.FullName, card.Face));
        Assert.Null(CoseSign1Message.Read(Forge.Message(text))!.KeyId);
    }

    [Fact]
    public void The_claims_keys_may_be_spelled_in_text()
    {
        var card = InteropReader.Read(Case("interop-pixelpass-text-keys")).Card!;
        Assert.Equal(
            ("www.mosip.io", "3918592438", "Janardhan BS", "1984-04-18", 1, "IN", null),
            (card.Issuer, card.Id, card.FullName, card.BirthDate, card.Gender, card.Nationality, card.Face));
    }

    [Fact]
    public void A_code_in_brotli_is_named()
    {
        var message = Message([61, 18], Identity());
        var packed = new byte[1000];
        Assert.True(BrotliEncoder.TryCompress(message, packed, out var length));
        Assert.Equal((null, InteropReader.Brotli), InteropReader.Read(Base45.Encode(packed.AsSpan(0, length))));
        Assert.Equal((null, InteropReader.NotClaim169), InteropReader.Read(Base45.Encode("neither of the two"u8)));
    }

    [Theory]
    [InlineData("D08343A10101A041FF")]
    [InlineData("D83DD08343A10101A041FF")]
    [InlineData("8343A10101A041FF")]
    [InlineData("D8608443A10101A041FF80")]
    [InlineData("D28443A10126A049D08343A10101A041FF4100")]
    public void An_encrypted_code_is_named(string message) => Assert.Equal((null, InteropReader.Encrypted), InteropReader.Read(Pack(Convert.FromHexString(message))));

    [Theory]
    [InlineData("6441C3A941", "AéA")]
    [InlineData("6441C32841", null)]
    [InlineData("6441EDA080", null)]
    public void Broken_utf8_is_refused(string name, string? read)
    {
        var (card, reason) = InteropReader.Read(Pack(Message([18], [0xA1, 0x04, .. Convert.FromHexString(name)], wrapped: true)));
        Assert.Equal((read, read is null ? InteropReader.NotClaim169 : null), (card?.FullName, reason));
    }

    private static string Case(string name) =>
        File.ReadAllText(Path.Combine(Vectors.Repository, "tests", "cases", "credentials", $"{name}.txt"), Encoding.ASCII).TrimEnd('\n');

    private static string Pack(byte[] message) => Forge.Pack(message);

    private static byte[] Message(int[] tags, byte[] identity, bool wrapped = false)
    {
        var claims = new CborWriter();
        claims.WriteStartMap(2);
        claims.WriteInt32(1);
        claims.WriteTextString("issuer.example");
        claims.WriteInt32(169);
        if (wrapped)
        {
            claims.WriteByteString(identity);
        }
        else
        {
            claims.WriteEncodedValue(identity);
        }

        claims.WriteEndMap();
        var message = new CborWriter();
        foreach (var tag in tags)
        {
            message.WriteTag((CborTag)tag);
        }

        message.WriteStartArray(4);
        message.WriteByteString([0xA1, 0x01, 0x27]);
        message.WriteStartMap(1);
        message.WriteInt32(4);
        message.WriteByteString("key"u8);
        message.WriteEndMap();
        message.WriteByteString(claims.Encode());
        message.WriteByteString(new byte[64]);
        message.WriteEndArray();
        return message.Encode();
    }

    private static byte[] Identity(bool faceInArray = false, bool spelled = false)
    {
        var map = new CborWriter();
        map.WriteStartMap(6);
        map.WriteInt32(62);
        if (faceInArray)
        {
            map.WriteStartArray(1);
        }

        map.WriteStartMap(1);
        map.WriteInt32(0);
        map.WriteByteString("face"u8);
        map.WriteEndMap();
        if (faceInArray)
        {
            map.WriteEndArray();
        }

        map.WriteInt32(4);
        map.WriteTextString("Miron Zarechny");
        map.WriteInt32(8);
        map.WriteTextString("19790412");
        map.WriteInt32(9);
        if (spelled)
        {
            map.WriteTextString("2");
        }
        else
        {
            map.WriteInt32(2);
        }

        map.WriteInt32(13);
        map.WriteTextString("UKR");
        map.WriteInt32(23);
        map.WriteTextString("USA");
        map.WriteEndMap();
        return map.Encode();
    }
}
