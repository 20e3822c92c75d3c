using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using SecureDocket.Testing;
using Xunit;
using YamlDotNet.Serialization;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>What the Azure Developer CLI and the Functions host are told is what their public schemas allow, and the hooks are there.</summary>
public sealed partial class AzdTests
{
    private static JsonNode Azure => Yaml(Read("azure.yaml"));

    [SharedFact("schemas")]
    public void Azure_yaml_fits_its_schema() => Holds.NoFault(SchemaFaults("azure.yaml.json", Azure));

    [SharedFact("schemas")]
    public void Host_json_fits_its_schema() => Holds.NoFault(SchemaFaults("host.json", JsonNode.Parse(Read("host.json"))!));

    [SharedTheory("schemas")]
    [InlineData("azure.yaml", "name: secure-docket", "name: Secure Docket", "/name pattern: ")]
    [InlineData("azure.yaml", "name: secure-docket", "title: secure-docket", " required: ")]
    [InlineData("azure.yaml", "host: function", "host: appservice\n    k8s: {}", "/services/api")]
    [InlineData("azure.yaml", "shell: sh", "shell: bash4", "/hooks/preprovision/posix/shell enum: ")]
    [InlineData("host.json", "\"version\": \"2.0\"", "\"version\": \"3.0\"", "/version const: ")]
    [InlineData("host.json", "\"maxDequeueCount\": 240", "\"maxDequeueCount\": \"often\"", "/extensions/queues/maxDequeueCount type: ")]
    public void A_file_that_does_not_fit_its_schema_is_found(string path, string part, string other, string fault)
    {
        var broken = Broken.Text(Read(path), part, other);
        var faults = path == "host.json" ? SchemaFaults("host.json", JsonNode.Parse(broken)!) : SchemaFaults("azure.yaml.json", Yaml(broken));
        Assert.Contains(faults, found => found.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_hook_is_there_and_its_shell_understands_it() => Holds.NoFault(HookFaults(Azure));

    [Theory]
    [InlineData("run: node infra/hooks/preprovision.mjs", "run: node infra/hooks/before.mjs", "preprovision: there is no infra/hooks/before.mjs")]
    [InlineData("run: node infra/hooks/preprovision.mjs", "run: if node infra/hooks/preprovision.mjs", "preprovision: sh does not understand it")]
    [InlineData("    windows:\n      shell: pwsh\n      run: node infra/hooks/preprovision.mjs\n", "", "preprovision: is not for every system")]
    public void A_hook_that_cannot_run_is_found(string part, string other, string fault) =>
        Assert.Equal([fault], HookFaults(Yaml(Broken.Text(Read("azure.yaml"), part, other))));

    [Fact]
    public void The_programs_of_the_hooks_are_ones() => Holds.NoFault(Infrastructure.Texts.Keys
        .Where(path => path.EndsWith(".mjs", StringComparison.Ordinal))
        .Where(path => Run("node", "", "--check", Path.Combine(Infrastructure.Folder, path)) != 0)
        .Select(path => $"infra/{path} is no program"));

    [Fact]
    public void The_service_is_the_project_of_the_functions() => Assert.All(Azure["services"]!.AsObject(), service =>
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Repository.Root, service.Value!["project"]!.GetValue<string>()), "*.csproj")));

    private static IEnumerable<string> HookFaults(JsonNode azure)
    {
        foreach (var (name, hook) in azure["hooks"]!.AsObject())
        {
            if (hook!["posix"] is null || hook["windows"] is null)
            {
                yield return $"{name}: is not for every system";
            }

            foreach (var run in hook.AsObject().Select(system => system.Value!["run"]!.GetValue<string>()).Distinct())
            {
                foreach (var path in HookPath().Matches(run).Select(match => match.Value).Where(path => !File.Exists(Path.Combine(Repository.Root, path))))
                {
                    yield return $"{name}: there is no {path}";
                }
            }

            if (!OperatingSystem.IsWindows() && hook["posix"] is { } posix && Run("sh", posix["run"]!.GetValue<string>(), "-n") != 0)
            {
                yield return $"{name}: sh does not understand it";
            }
        }
    }

    private static int Run(string program, string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    // A schema elsewhere that the given one refers to is taken as one that allows everything: nothing is fetched.
    private static List<string> SchemaFaults(string schema, JsonNode value)
    {
        var options = new BuildOptions { SchemaRegistry = new() };
        options.SchemaRegistry.Fetch = (_, _) => (JsonSchema)true;
        var result = JsonSchema.FromText(File.ReadAllText(Shared.Find("schemas", schema)!), options)
            .Evaluate(JsonSerializer.SerializeToElement(value), new() { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. (result.Details ?? []).SelectMany(part => (part.Errors ?? new Dictionary<string, string>()).Select(error => $"{part.InstanceLocation} {error.Key}: {error.Value}"))];
    }

    private static JsonNode Yaml(string text)
    {
        var value = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(text);
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(value))!;
    }

    [GeneratedRegex(@"[\w./-]+\.(mjs|sh|ps1)\b")]
    private static partial Regex HookPath();
}
