using System.Text.Json;
using System.Text.RegularExpressions;
using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The values of the stages, and those that azd fills in, are complete and within what the parameters take.</summary>
public sealed partial class ParameterTests
{
    private const string File = "main.parameters.json";

    [Fact]
    public void There_are_three_stages() => Assert.Equal(
        Infrastructure.Stages.Select(stage => $"environments/{stage}.json"),
        Infrastructure.Texts.Keys.Where(path => path.StartsWith("environments/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [BicepFact]
    public void A_stage_that_does_not_fit_is_found_whichever_is_deployed()
    {
        const string Dev = "environments/dev.json";
        var found = Broken.Diagnosed(
            "production",
            (Dev, "\"zoneRedundant\": false", "\"zoneRedundant\": \"no\""),
            (Dev, "\"maximumInstances\": 40", "\"maximumInstances\": 39"),
            (Dev, "\"sku\": \"standard\"", "\"sku\": \"Standard\""),
            (Dev, "\"retentionDays\": 30,", ""),
            (Dev, "\"privateNetwork\": false", "\"privateNetwork\": false, \"publicNetwork\": true"));
        string[] faults = ["\"zoneRedundant\" expected a value of type \"bool\"", "minimum allowable value is 40", "\"'premium' | 'standard'\"", "required properties: \"retentionDays\"", "\"publicNetwork\" is not allowed"];
        Assert.All(faults, fault => Assert.Contains(found, sentence => sentence.StartsWith("main.bicep:", StringComparison.Ordinal) && sentence.Contains(fault, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_is_asked_for_before_the_hooks_have_run_but_what_azd_itself_knows() => Assert.Equal(
        ["AZURE_ENV_NAME", "AZURE_LOCATION"],
        Hole().Matches(Infrastructure.Texts[File]).Where(hole => !hole.Groups["otherwise"].Success).Select(hole => hole.Groups["name"].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void The_case_with_every_option_decides_whatever_can_be_decided() => Assert.Equal(
        Values().Keys.Order(StringComparer.Ordinal),
        Decided().Matches(Infrastructure.Texts["environments/everything.bicepparam"]).Select(decided => decided.Groups["name"].Value).Order(StringComparer.Ordinal));

    /// <summary>What a hook has yet to write down is refused; everything else that stands in azd's file fits.</summary>
    [BicepFact]
    public void What_stands_in_the_place_of_a_hooks_value_is_decided_by_a_hook_and_refused_and_all_else_fits()
    {
        var hooks = string.Concat(Infrastructure.Texts.Where(file => file.Key.StartsWith("hooks/", StringComparison.Ordinal)).Select(file => file.Value));
        var unset = Hole().Matches(Infrastructure.Texts[File]).Where(hole => hole.Groups["otherwise"].Value == "unset").Select(hole => hole.Groups["name"].Value).ToList();
        Assert.Equal(3, unset.Count);
        Assert.All(unset, name => Assert.Contains($"keep('{name}'", hooks, StringComparison.Ordinal));

        var values = Values();
        var refused = Filled(values);
        Assert.Equal(3, refused.Count);
        Assert.All(refused, sentence => Assert.Contains("too short", sentence, StringComparison.Ordinal));
        Assert.All(values.Where(value => value.Value == "unset").Select(value => Line(values, value.Key)), line => Assert.Contains(refused, sentence => sentence.StartsWith(line, StringComparison.Ordinal)));
    }

    [BicepFact]
    public void A_value_that_does_not_fit_is_found()
    {
        var values = Values();
        values["environment"] = "x";
        (values["stage"], values["smsBrand"], values["journalLocked"]) = ("test", "Secure Docket Card", "perhaps");
        var found = Filled(values);
        (string Name, string Says)[] faults = [("environment", "without being declared"), ("stage", "'dev' | 'pilot' | 'production'"), ("smsBrand", "too long"), ("journalLocked", "value of type \"bool\"")];
        Assert.All(faults, fault => Assert.Contains(found, sentence => sentence.StartsWith(Line(values, fault.Name), StringComparison.Ordinal) && sentence.Contains(fault.Says, StringComparison.Ordinal)));
    }

    // As azd fills its file in where nothing is decided yet.
    private static Dictionary<string, string> Values() => JsonDocument.Parse(Infrastructure.Texts[File]).RootElement.GetProperty("parameters").EnumerateObject().ToDictionary(
        parameter => parameter.Name,
        parameter => Hole().Replace(parameter.Value.GetProperty("value").GetString()!, hole => hole.Groups["otherwise"].Success ? hole.Groups["otherwise"].Value : hole.Groups["name"].Value));

    private static IReadOnlyList<string> Filled(Dictionary<string, string> values) => Broken.Diagnosed("filled", ("environments/filled.bicepparam", "", string.Join('\n', values
        .Select(value => $"param {value.Key} = {(bool.TryParse(value.Value, out _) ? value.Value : $"'{value.Value}'")}").Prepend("using '../main.bicep'").Append(""))));

    private static string Line(Dictionary<string, string> values, string name) => $"environments/filled.bicepparam:{values.Keys.ToList().IndexOf(name) + 2}:";

    [GeneratedRegex(@"\$\{(?<name>\w+)(=(?<otherwise>[^}]*))?\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^param (?<name>\w+) = ", RegexOptions.Multiline)]
    private static partial Regex Decided();
}
