using SecureDocket.Infrastructure.Tests.Bicep;
using Xunit;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The infrastructure compiles without a warning, with every rule of the linter on, and all of it is seen by the checks.</summary>
public sealed class CompilerTests
{
    [BicepFact]
    public void Every_case_compiles_without_a_warning() =>
        Holds.NoFault(Infrastructure.Cases.SelectMany(name => Compiler.Here.Diagnose(Infrastructure.Parameters(name))));

    [BicepFact]
    public void Every_file_is_part_of_the_whole() => Holds.NoFault(Unused(
        Infrastructure.Texts.Keys, Compiler.Here.References(Infrastructure.Parameters(Infrastructure.Everything)).Select(path => Path.GetRelativePath(Infrastructure.Folder, path).Replace('\\', '/'))));

    [BicepFact]
    public void Every_type_of_resource_is_deployed_in_a_case() => Holds.NoFault(Undeployed(Infrastructure.Texts.Values));

    [BicepFact]
    public void A_file_or_a_resource_that_no_check_sees_is_found()
    {
        Assert.Equal(["modules/new.bicep is used by no other file"], Unused(["modules/new.bicep", "main.bicep"], ["main.bicep"]));
        Assert.Equal(["'Microsoft.Cache/redis@2024-11-01' is deployed in no case"], Undeployed(["resource a 'Microsoft.Cache/redis@2024-11-01' = if (never) {\n}\n"]));
    }

    [Fact]
    public void Every_parameter_and_output_is_described() => Holds.NoFault(Infrastructure.Texts.SelectMany(file => Undescribed(file.Key, file.Value)));

    [Fact]
    public void A_parameter_without_a_description_is_found() =>
        Assert.Equal(["a.bicep: param c string"], Undescribed("a.bicep", "@description('A.')\nparam b string\n\n@minLength(1)\nparam c string\n"));

    /// <summary>A name that is not there, a misspelt property, one too few, a type that does not exist, one that does not fit, and what nothing uses.</summary>
    [BicepFact]
    public void Each_fault_is_one_sentence_with_its_place()
    {
        var found = Broken.Diagnosed(
            Infrastructure.Everything,
            ("modules/vault.bicep", "enablePurgeProtection: true", "enablePurgeProtection: tru"),
            ("modules/host-storage.bicep", "allowBlobPublicAccess:", "allowBlobPublicAcces:"),
            ("modules/journal-storage.bicep", "  kind: 'StorageV2'\n", ""),
            ("modules/workbook.bicep", "workbooks@2023-06-01", "workbook@2023-06-01"),
            ("modules/messaging.bicep", "disableLocalAuth: true", "disableLocalAuth: 'yes'"),
            ("main.bicep", "logs: settings.logs", "logs: settings.scale"),
            ("main.bicep", "var sites =", "var never = 1\nvar sites ="));
        string[] faults =
        [
            "modules/vault.bicep:*: The name \"tru\" does not exist in the current context. (BCP057)",
            "modules/host-storage.bicep:*: The property \"allowBlobPublicAcces\" is not allowed on objects of type",
            "modules/journal-storage.bicep:*: The specified \"resource\" declaration is missing the following required properties: \"kind\". ",
            "modules/workbook.bicep:*: Resource type \"Microsoft.Insights/workbook@2023-06-01\" does not have types available.",
            "modules/messaging.bicep:*: The property \"disableLocalAuth\" expected a value of type",
            "main.bicep:*: The specified \"object\" declaration is missing the following required properties: \"dailyCapGb\"",
            "main.bicep:*: Variable \"never\" is declared but never used. (no-unused-vars)",
        ];
        Assert.All(faults, fault => Assert.Contains(found, sentence => WithoutLine(sentence).StartsWith(fault, StringComparison.Ordinal)));
    }

    [BicepFact]
    public void A_broken_file_ends_in_its_sentence() => Assert.StartsWith(
        "main.bicep:", Assert.Throws<InvalidOperationException>(() => Broken.Deployment(("main.bicep", "var sites =", "var sites"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("body='{\"id\":1,\"result\":{\"version\":\"0.30.23\"}}'; printf 'Content-Length: %d\\r\\n\\r\\n%s' ${#body} \"$body\"; cat >&2", "is Bicep 0.30.23; install 0.49.2, the version in Directory.Packages.props.")]
    [InlineData("cat >&2 & exit 1", "does not answer as Bicep 0.49.2 does")]
    public void A_compiler_of_another_version_or_none_is_refused(string script, string says)
    {
        var folder = Directory.CreateTempSubdirectory("secure-docket-bicep-").FullName;
        var path = Path.Combine(folder, "bicep");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Contains(says, Assert.Throws<InvalidOperationException>(() => Compiler.Start(path, "0.49.2")).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string WithoutLine(string sentence) => string.Join(':', sentence.Split(':').Select((part, i) => i == 1 ? "*" : part));

    private static IEnumerable<string> Unused(IEnumerable<string> paths, IEnumerable<string> used) =>
        paths.Where(path => path.EndsWith(".bicep", StringComparison.Ordinal)).Except(used).Select(path => $"{path} is used by no other file");

    private static IEnumerable<string> Undeployed(IEnumerable<string> texts)
    {
        var deployed = Infrastructure.Deployments.Values.SelectMany(deployment => deployment.Resources).Select(resource => $"'{resource.Type}@{resource.Text("apiVersion")}'").ToHashSet();
        return texts.SelectMany(text => text.Split('\n')).Where(line => line.StartsWith("resource ", StringComparison.Ordinal) && !line.Contains(" existing ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2]).Where(type => !deployed.Contains(type)).Select(type => $"{type} is deployed in no case");
    }

    // What stands above a declaration, up to the line before, is what decorates it.
    private static IEnumerable<string> Undescribed(string path, string text) => path.EndsWith(".bicep", StringComparison.Ordinal)
        ? text.Split("\n\n").SelectMany(block => block.Split('\n').Where(line => line.StartsWith("param ", StringComparison.Ordinal) || line.StartsWith("output ", StringComparison.Ordinal))
            .Where(_ => !block.Contains("@description('", StringComparison.Ordinal)).Select(line => $"{path}: {line}"))
        : [];
}
