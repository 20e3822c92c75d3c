using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Plans;
using SecureDocket.Infrastructure.Tests.Types;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The values of the environments are complete and within what the parameters take.</summary>
public sealed class ParameterTests
{
    /// <summary>The type that no file of Bicep names: the files of the stages are held to it here.</summary>
    internal const string TypeOfAStage = "stageSettings";

    private static BicepSources Sources => Infrastructure.Sources;

    private static Shape StageSettings
    {
        get
        {
            var file = Sources.Find("types.bicep")!;
            var type = file.Of<TypeDeclaration>().Single(type => type.Name == TypeOfAStage);
            return new BicepTypes(Sources).Read(type.Type, type.Decorators, file);
        }
    }

    [Fact]
    public void Every_stage_decides_everything_within_its_range() => Holds.NoFault(Infrastructure.Stages
        .SelectMany(stage => ShapeCheck.Faults(JsonValues.Read(Sources.Texts[$"environments/{stage}.json"]), StageSettings).Select(fault => $"{stage}: {fault}")));

    [Fact]
    public void There_are_three_stages() => Assert.Equal(
        Infrastructure.Stages.Select(stage => $"environments/{stage}.json"),
        Sources.Texts.Keys.Where(path => path.StartsWith("environments/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void Nothing_is_asked_for_before_the_hooks_have_run_but_what_azd_itself_knows() => Assert.Equal(
        ["AZURE_ENV_NAME", "AZURE_LOCATION"],
        ParameterFile.Asked(Sources.Texts["main.parameters.json"]).Where(asked => !asked.IsOptional).Select(asked => asked.Name).Order(StringComparer.Ordinal));

    /// <summary>Each value that a hook writes down, not written: Azure must refuse what stands in its place.</summary>
    [Fact]
    public void What_stands_in_the_place_of_a_hooks_value_is_decided_by_a_hook_and_refused_by_Azure()
    {
        var hooks = string.Concat(Sources.Texts.Where(file => file.Key.StartsWith("hooks/", StringComparison.Ordinal)).Select(file => file.Value));
        var text = Sources.Texts["main.parameters.json"];
        var names = Infrastructure.Decided.Keys.Where(name => text.Contains($"${{{name}=unset}}", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, names.Count);
        Assert.All(names, name =>
        {
            Assert.Contains($"keep('{name}'", hooks, StringComparison.Ordinal);
            var unwritten = Infrastructure.MakeWhole(Sources.With("main.parameters.json", text.Replace($"${{{name}=unset}}", "unset", StringComparison.Ordinal)));
            Assert.Contains(unwritten.Faults, fault => fault.StartsWith("main.bicep: ", StringComparison.Ordinal) && fault.EndsWith("not 'unset'", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_plan_with_every_option_decides_whatever_can_be_decided() =>
        Assert.Equal(ParameterFile.Asked(Sources.Texts["main.parameters.json"]).Select(asked => asked.Name).Order(StringComparer.Ordinal), Infrastructure.Decided.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("\"zoneRedundant\": false", "\"zoneRedundant\": \"no\"", "scale.zoneRedundant takes true or false, not 'no'")]
    [InlineData("\"maximumInstances\": 40", "\"maximumInstances\": 39", "scale.maximumInstances takes a whole number from 40 to 1000, not 39")]
    [InlineData("\"instanceMemoryMB\": 2048", "\"instanceMemoryMB\": 1024", "scale.instanceMemoryMB takes 512 or 2048 or 4096, not 1024")]
    [InlineData("\"sku\": \"standard\"", "\"sku\": \"Standard\"", "vault.sku takes 'standard' or 'premium', not 'Standard'")]
    [InlineData("\"sku\": \"standard\",", "", "vault.sku is missing")]
    [InlineData("\"privateNetwork\": false", "\"privateNetwork\": false, \"publicNetwork\": true", "publicNetwork is unknown to its type")]
    public void A_stage_that_does_not_fit_is_found(string text, string other, string fault)
    {
        var broken = Broken.Text(Sources.Texts["environments/dev.json"], text, other);
        Assert.Equal([fault], ShapeCheck.Faults(JsonValues.Read(broken), StageSettings));
    }

    [Theory]
    [InlineData("environmentName", "environment", "main.bicep: main.bicep has no parameter environment", "main.bicep: the parameter environmentName of main.bicep is missing")]
    [InlineData("${SECUREDOCKET_STAGE=dev}", "test", "main.bicep: stage takes 'dev' or 'pilot' or 'production', not 'test'")]
    [InlineData("${SECUREDOCKET_SMS_BRAND=SDC}", "Secure Docket Card", "main.bicep: smsBrand takes a string of 1 to 12 characters, not 'Secure Docket Card'")]
    [InlineData("${SECUREDOCKET_JOURNAL_LOCKED=false}", "perhaps", "main.bicep: journalLocked takes true or false, not 'perhaps'")]
    public void A_parameter_file_that_does_not_fit_is_found(string text, string other, params string[] faults)
    {
        var broken = Sources.With("main.parameters.json", Broken.Text(Sources.Texts["main.parameters.json"], text, other));
        Assert.Equal(faults.Order(), Infrastructure.MakeWhole(broken).Faults.Where(fault => fault.StartsWith("main.bicep: ", StringComparison.Ordinal)).Order());
    }
}
