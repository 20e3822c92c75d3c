using System.Text;
using System.Text.Json.Nodes;
using SecureDocket.Credentials.Interop;
using Xunit;

namespace SecureDocket.Credentials.Tests.Interop;

/// <summary>The COSE working group's examples and the status list draft's signed ones, at the COSE layer.</summary>
public sealed class CoseVectorTests
{
    [VectorFact]
    public void The_working_groups_sign1_examples_hold_or_fail_as_they_say()
    {
        var tried = 0;
        foreach (var (name, vector) in Examples("sign1-tests").Concat(Examples("ecdsa-examples")).Append(("A_3", Vectors.Read("cose", "CWT", "A_3.json"))))
        {
            if (vector["input"]!["sign0"] is not { } input || input["key"]!["crv"]!.GetValue<string>() != "P-256")
            {
                continue;
            }

            tried++;
            using var key = PublicVectorTests.KeyOf(input["key"]!);
            var external = Convert.FromHexString(input["external"]?.GetValue<string>() ?? "");
            var message = CoseSign1Message.Read(Convert.FromHexString(vector["output"]!["cbor"]!.GetValue<string>()));

            // ecdsa-sig-04 is sound, but ES512 over a P-256 key: not what we accept under the name of ES256.
            var expected = vector["fail"]?.GetValue<bool>() != true && name != "ecdsa-sig-04";
            Assert.True(expected == (message?.IsSignedBy(key, external) ?? false), name);
        }

        Assert.Equal(12, tried);
    }

    [VectorFact]
    public void The_signed_examples_of_the_status_list_draft_hold()
    {
        var signed = Vectors.Read("status-list", "token-status-list.json")["signed"]!;
        using var key = PublicVectorTests.KeyOf(signed["key"]!);
        var list = CoseSign1Message.Read(Convert.FromHexString(signed["statusListToken"]!.GetValue<string>()))!;
        var card = CoseSign1Message.Read(Convert.FromHexString(signed["referencedToken"]!.GetValue<string>()))!;
        Assert.True(list.IsSignedBy(key));
        Assert.True(card.IsSignedBy(key));
        Assert.False((list with { Payload = card.Payload }).IsSignedBy(key));
        Assert.Equal(signed["key"]!["kid"]!.GetValue<string>(), Encoding.UTF8.GetString(list.KeyId!.Value.Span));

        var claims = CborValue.Read(list.Payload)!;
        Assert.Equal(signed["iat"]!.GetValue<long>(), claims[6]!.Integer);
        Assert.Equal(signed["ttl"]!.GetValue<long>(), claims[65534]!.Integer);
        Assert.True(StatusList.TryDecompress(claims[65533]!["bits"]!.Integer!.Value, claims[65533]!["lst"]!.Bytes.Span, out var entries));
        var reference = CborValue.Read(card.Payload)![65535]!["status_list"]!;
        Assert.Equal(claims[2]!.Text, reference["uri"]!.Text);
        Assert.Equal(1, entries[(int)reference["idx"]!.Integer!.Value]);
    }

    private static IEnumerable<(string Name, JsonNode Vector)> Examples(string folder) =>
        Directory.GetFiles(Path.Combine(Vectors.Folder!, "cose", folder), "*.json")
            .Select(file => (Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!));
}
