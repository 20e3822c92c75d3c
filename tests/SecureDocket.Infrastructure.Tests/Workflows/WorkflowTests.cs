using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace SecureDocket.Infrastructure.Tests.Workflows;

/// <summary>What the repository's workflows may do: nothing by default, with actions that cannot change under them, and never for ever.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string s_folder = Path.Combine(Repository.Root, ".github", "workflows");

    public static TheoryData<string> Names => [.. Directory.GetFiles(s_folder, "*.yml").Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_workflow_keeps_the_rules(string name) => Assert.Empty(Faults(File.ReadAllText(Path.Combine(s_folder, name))));

    [Theory]
    [InlineData("permissions: {}", "permissions: write-all", "permissions")]
    [InlineData("08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0", "v5", "actions/checkout@v5")]
    [InlineData("    timeout-minutes: 10\n", "", "timeout-minutes")]
    [InlineData("    permissions:\n      contents: read\n", "", "no permissions")]
    [InlineData("persist-credentials: false", "persist-credentials: true", "persist-credentials")]
    public void A_workflow_that_breaks_one_is_found(string rule, string broken, string fault)
    {
        var sound = File.ReadAllText(Path.Combine(s_folder, "dependency-review.yml"));
        Assert.Contains(rule, sound, StringComparison.Ordinal);
        Assert.Contains(Faults(sound.Replace(rule, broken, StringComparison.Ordinal)), found => found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_deployment_signs_in_to_Azure_and_it_waits_for_an_environments_approval()
    {
        foreach (var path in Directory.GetFiles(s_folder, "*.yml"))
        {
            foreach (var job in Jobs(File.ReadAllText(path)).Where(job => job.Steps.Any(step => step.StartsWith("azure/login@", StringComparison.Ordinal))))
            {
                Assert.Equal("deploy.yml", Path.GetFileName(path));
                Assert.True(job.Node.Children.ContainsKey("environment"), $"{job.Name} signs in without an environment.");
            }
        }
    }

    private static IEnumerable<string> Faults(string text)
    {
        var root = Root(text);
        if (!root.Children.TryGetValue("permissions", out var permissions) || permissions is not YamlMappingNode { Children.Count: 0 })
        {
            yield return "The workflow's own permissions must be none.";
        }

        foreach (var job in Jobs(text))
        {
            if (!job.Node.Children.ContainsKey("permissions"))
            {
                yield return $"{job.Name} has no permissions of its own.";
            }

            if (!job.Node.Children.ContainsKey("uses") && !job.Node.Children.ContainsKey("timeout-minutes"))
            {
                yield return $"{job.Name} has no timeout-minutes.";
            }

            foreach (var action in job.Steps.Where(action => !action.StartsWith("./", StringComparison.Ordinal) && !Pinned().IsMatch(action)))
            {
                yield return $"{job.Name} uses {action}, which is not pinned to a commit.";
            }

            foreach (var step in job.StepNodes.Where(step => UsesOf(step)?.StartsWith("actions/checkout@", StringComparison.Ordinal) == true))
            {
                if (step.Children.TryGetValue("with", out var with) is false || ((YamlMappingNode)with).Children["persist-credentials"].ToString() != "false")
                {
                    yield return $"{job.Name} checks out without persist-credentials: false.";
                }
            }
        }
    }

    private static IEnumerable<Job> Jobs(string text) => ((YamlMappingNode)Root(text)["jobs"]).Children
        .Select(job => new Job(job.Key.ToString(), (YamlMappingNode)job.Value));

    private static YamlMappingNode Root(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string? UsesOf(YamlMappingNode step) => step.Children.TryGetValue("uses", out var uses) ? uses.ToString() : null;

    [GeneratedRegex("^[^@]+@[0-9a-f]{40}$")]
    private static partial Regex Pinned();

    private sealed record Job(string Name, YamlMappingNode Node)
    {
        public IReadOnlyList<YamlMappingNode> StepNodes { get; } =
            Node.Children.TryGetValue("steps", out var steps) ? [.. ((YamlSequenceNode)steps).Children.Cast<YamlMappingNode>()] : [];

        public IEnumerable<string> Steps => StepNodes.Select(UsesOf).OfType<string>();
    }
}
