using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>Every Bicep file is what the grammar says.</summary>
public sealed class ParseTests
{
    [Fact]
    public void Every_file_parses()
    {
        Assert.NotEmpty(Infrastructure.Sources.Files);
        Holds.NoFault(Infrastructure.Sources.Files.SelectMany(file => file.Faults));
    }

    [Theory]
    [InlineData("param x = string\n")]
    [InlineData("resource a 'b@c' = {\n  name: 'x'\n")]
    [InlineData("var a = [for x in y x]\n")]
    [InlineData("var a = { b c: 1 }\n")]
    [InlineData("parameter x string\n")]
    public void A_file_that_does_not_is_found(string text) =>
        Assert.StartsWith("main.bicep:1", new BicepFile("main.bicep", NodeParser.Parse($"{text}var z = 1\n")).Faults[0], StringComparison.Ordinal);

    [Fact]
    public void A_line_too_few_is_found_in_every_real_file() => Assert.All(Infrastructure.Sources.Files, file =>
    {
        var brace = file.Root.Source.LastIndexOfAny(['}', ']', ')', '\'']);
        Assert.NotEmpty(new BicepFile(file.Path, NodeParser.Parse(file.Root.Source.Remove(brace, 1))).Faults);
    });
}
