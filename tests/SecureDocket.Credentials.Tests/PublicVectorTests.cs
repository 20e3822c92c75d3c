using System.Buffers.Text;
using System.Formats.Cbor;
using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Credentials.Tests;

public sealed class PublicVectorTests
{
    [VectorFact]
    public void The_cose_working_groups_es256_signature_holds_over_our_sig_structure()
    {
        var vector = Vectors.Read("cose", "ecdsa-examples", "ecdsa-sig-01.json");
        var (header, payload, signature) = Parts(vector);
        var toBeSigned = CoseSign1.SigStructure(header, payload);
        Assert.Equal(vector["intermediates"]!["ToBeSign_hex"]!.GetValue<string>(), Convert.ToHexString(toBeSigned), ignoreCase: true);

        using var key = KeyOf(vector["input"]!["sign0"]!["key"]!);
        Assert.True(key.Verify(toBeSigned, signature));
        payload[0] ^= 1;
        Assert.False(key.Verify(CoseSign1.SigStructure(header, payload), signature));
    }

    [VectorFact]
    public void The_cose_working_groups_es512_message_is_no_es256_one()
    {
        // A P-256 key with ES512: right curve, wrong hash.
        var vector = Vectors.Read("cose", "ecdsa-examples", "ecdsa-sig-04.json");
        var (header, payload, signature) = Parts(vector);
        using var key = KeyOf(vector["input"]!["sign0"]!["key"]!);
        Assert.False(key.Verify(CoseSign1.SigStructure(header, payload), signature));
    }

    [VectorFact]
    public void None_of_the_working_groups_messages_is_a_card()
    {
        var files = Directory.GetFiles(Path.Combine(Vectors.Folder!, "cose", "sign1-tests"), "*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var message = Convert.FromHexString(JsonNode.Parse(File.ReadAllText(file))!["output"]!["cbor"]!.GetValue<string>());
            Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Pack(message)).Reasons[0]);
            Assert.Equal(Reasons.Malformed, Sample.Authenticate(Forge.Pack([0xD8, 61, .. message])).Reasons[0]);
        }
    }

    [VectorFact]
    public void Wycheproof_agrees_on_every_signature()
    {
        var (valid, invalid) = (0, 0);
        foreach (var group in Vectors.Read("wycheproof", "ecdsa_secp256r1_sha256_p1363_test.json")["testGroups"]!.AsArray())
        {
            var point = Convert.FromHexString(group!["publicKey"]!["uncompressed"]!.GetValue<string>());
            using var key = new VerificationKey(point.AsSpan(1, 32), point.AsSpan(33, 32));
            foreach (var test in group["tests"]!.AsArray())
            {
                var expected = test!["result"]!.GetValue<string>() == "valid";
                var message = Convert.FromHexString(test["msg"]!.GetValue<string>());
                var signature = Convert.FromHexString(test["sig"]!.GetValue<string>());
                Assert.True(expected == key.Verify(message, signature), $"Test {test["tcId"]}: {test["comment"]}");
                (valid, invalid) = expected ? (valid + 1, invalid) : (valid, invalid + 1);
            }
        }

        Assert.True(valid > 100 && invalid > 50, $"Only {valid} valid and {invalid} invalid signatures were tried.");
    }

    private static (byte[] Header, byte[] Payload, byte[] Signature) Parts(JsonNode vector)
    {
        var reader = new CborReader(Convert.FromHexString(vector["output"]!["cbor"]!.GetValue<string>()));
        reader.ReadTag();
        reader.ReadStartArray();
        var header = reader.ReadByteString();
        reader.SkipValue();
        return (header, reader.ReadByteString(), reader.ReadByteString());
    }

    internal static VerificationKey KeyOf(JsonNode jwk) =>
        new(Coordinate(jwk, "x"), Coordinate(jwk, "y"));

    private static byte[] Coordinate(JsonNode jwk, string name) => jwk[name] is { } text
        ? Base64Url.DecodeFromChars(text.GetValue<string>())
        : Convert.FromHexString(jwk[name + "_hex"]!.GetValue<string>());
}
