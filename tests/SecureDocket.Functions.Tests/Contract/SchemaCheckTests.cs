using System.Text.Json.Nodes;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>The checker that everything else here leans on.</summary>
public sealed class SchemaCheckTests
{
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["id"],
          "properties": {
            "id": { "type": "integer" },
            "kind": { "type": ["string", "null"], "enum": ["a", "b", null] },
            "parts": { "type": "array", "items": { "$ref": "#/part" } },
            "either": { "oneOf": [{ "type": "string" }, { "type": "boolean" }] }
          }
        }
        """;

    [Theory]
    [InlineData("""{"id":1}""")]
    [InlineData("""{"id":1,"kind":null,"parts":[],"either":true}""")]
    [InlineData("""{"id":1,"kind":"a","parts":[{"n":1},{}],"either":"x"}""")]
    public void What_fits_has_no_fault(string json) => Assert.Empty(FaultsOf(json));

    [Theory]
    [InlineData("""{}""", "$.id is missing.")]
    [InlineData("""{"id":"1"}""", "$.id is string")]
    [InlineData("""{"id":1.5}""", "$.id is number")]
    [InlineData("""{"id":null}""", "$.id is null")]
    [InlineData("""{"id":1,"more":1}""", "$.more is not in the document")]
    [InlineData("""{"id":1,"kind":"c"}""", "$.kind is \"c\"")]
    [InlineData("""{"id":1,"parts":{}}""", "$.parts is object")]
    [InlineData("""{"id":1,"parts":[{},{"n":"x"}]}""", "$.parts[1].n is string")]
    [InlineData("""{"id":1,"either":5}""", "$.either fits 0")]
    [InlineData("[]", "$ is array")]
    public void What_does_not_fit_is_named(string json, string fault) => Assert.Contains(FaultsOf(json), found => found.StartsWith(fault, StringComparison.Ordinal));

    [Fact]
    public void A_keyword_that_the_checker_does_not_know_is_a_fault() =>
        Assert.Single(new SchemaCheck([]).Faults(JsonValue.Create(1), JsonNode.Parse("""{"type":"integer","multipleOf":2}""")!));

    private static List<string> FaultsOf(string json)
    {
        var document = new JsonObject { ["part"] = JsonNode.Parse("""{"type":"object","properties":{"n":{"type":"integer"}},"additionalProperties":false}""") };
        return new SchemaCheck(document).Faults(JsonNode.Parse(json), JsonNode.Parse(Schema)!);
    }
}
