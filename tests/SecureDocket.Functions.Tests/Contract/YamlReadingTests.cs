using System.Text.Json.Nodes;
using SecureDocket.Functions.Contract;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>What YAML's core schema makes of plain scalars, YAML 1.2.2, section 10.3.2: neither more nor less.</summary>
public sealed class YamlReadingTests
{
    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("true", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("nULL", "\"nULL\"")]
    [InlineData("0", "0")]
    [InlineData("-17", "-17")]
    [InlineData("+12", "12")]
    [InlineData("0200", "200")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("0b1", "\"0b1\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("-.5", "-0.5")]
    [InlineData("2026-02-03", "\"2026-02-03\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("3.1.0", "\"3.1.0\"")]
    public void A_plain_scalar_is_what_the_core_schema_says(string plain, string json) => Assert.Equal(json, YamlReading.Plain(plain)?.ToJsonString() ?? "null");

    [Fact]
    public void Quoted_and_block_scalars_are_texts_and_references_are_followed()
    {
        using var text = new StringReader("a: '200'\nb: \"true\"\nc: |\n  12\nd: &x { n: 1 }\ne: *x\n200: [1, two, null]\n");
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"a":"200","b":"true","c":"12\n","d":{"n":1},"e":{"n":1},"200":[1,"two",null]}"""), YamlReading.Read(text)));
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData(".NaN")]
    public void A_number_without_JSON_is_refused(string plain) => Assert.Throws<NotSupportedException>(() => YamlReading.Plain(plain));
}
