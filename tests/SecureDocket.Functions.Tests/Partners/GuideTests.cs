using System.Diagnostics;
using System.Text.RegularExpressions;
using SecureDocket.Functions.Problems;
using SecureDocket.Functions.Tests.Contract;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Partners;

/// <summary>The partner guide, <c>docs/partners.md</c>: its commands run as they stand, and its tables leave nothing out.</summary>
public sealed partial class GuideTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string LocalHost = "HOST=http://localhost:7071";
    private const string Verifier = "dotnet run --project src/SecureDocket.Verifier --";

    private static readonly string s_guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "partners.md"));

    [Fact]
    public async Task Its_commands_lead_from_nothing_to_verified_cards_online_and_offline()
    {
        var script = string.Join('\n', Blocks().Matches(s_guide).Select(block => block.Groups["script"].Value));
        Assert.Contains(LocalHost, script, StringComparison.Ordinal);
        Assert.Contains(Verifier, script, StringComparison.Ordinal);
        script = script
            .Replace(LocalHost, $"HOST={api.Host.Address.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)
            .Replace(Verifier, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "secure-docket-verifier.dll")}'", StringComparison.Ordinal);

        var folder = Directory.CreateTempSubdirectory("secure-docket-");
        try
        {
            var output = await RunAsync("set -euo pipefail\n" + script, folder.FullName);
            Assert.Equal(["valid", "invalid", "undetermined"], Verdict().Matches(output).Select(match => match.Groups["verdict"].Value));
            Assert.Contains("\"nameMatches\":true,\"birthDateMatches\":true", output, StringComparison.Ordinal);
            Assert.Contains("\"reasons\":[\"revoked\"]", output, StringComparison.Ordinal);
            Assert.Contains("\"reasons\":[\"status-unavailable\"]", output, StringComparison.Ordinal);
            Assert.Matches("(?m)^valid\\b", output);
            Assert.Matches("(?m)^invalid\\b[^\n]*\n?[^\n]*suspended", output);
            Assert.Contains("\"days\":[{\"day\":", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Its_table_of_reasons_is_the_contract_s()
    {
        var reasons = ApiContract.Document["x-reasons"]!.AsObject();
        Assert.Equal(
            reasons.Select(reason => (reason.Key, reason.Value!.GetValue<string>())),
            Rows("### Reasons").Select(row => (row.Groups["code"].Value, row.Groups["rest"].Value.Split(" | ", 2)[1])));
    }

    [Fact]
    public void Its_table_of_problems_has_every_one_that_a_partner_can_meet_with_its_status()
    {
        var codes = ProblemCatalogue.All.Select(type => type.Code).ToHashSet();
        var met = ApiContract.Operations
            .Where(operation => operation.Id is "VerifyCard" or "GetPartnerUsage")
            .SelectMany(operation => operation.Responses.Where(response => response.Key[0] is '4' or '5'))
            .SelectMany(response => Code().Matches(response.Value["description"]!.GetValue<string>()).Select(match => match.Groups["code"].Value))
            .Where(codes.Contains).Distinct()

            // Only officers meet it.
            .Except(["too-many-people"]);
        Assert.Equal(
            met.Select(code => (code, $"{ProblemCatalogue.For(code).Status}")).Order(),
            Rows("## Problems").Select(row => (row.Groups["code"].Value, row.Groups["rest"].Value.Split(" | ", 2)[0])).Order());
    }

    private static MatchCollection Rows(string heading)
    {
        var from = s_guide.IndexOf(heading, StringComparison.Ordinal) + heading.Length;
        return Row().Matches(s_guide[from..s_guide.IndexOf("\n## ", from, StringComparison.Ordinal)]);
    }

    private static async Task<string> RunAsync(string script, string folder)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var (output, error) = (bash.StandardOutput.ReadToEndAsync(limit.Token), bash.StandardError.ReadToEndAsync(limit.Token));
            await bash.WaitForExitAsync(limit.Token);
            Assert.True(bash.ExitCode == 0, $"{await error}\n{await output}");
            return await output;
        }
        finally
        {
            bash.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex("```bash\n(?<script>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^\\{\"verdict\":\"(?<verdict>[a-z]+)\"", RegexOptions.Multiline)]
    private static partial Regex Verdict();

    [GeneratedRegex("^\\| `(?<code>[a-z0-9-]+)` \\| (?<rest>.*) \\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[a-z]+(?:-[a-z]+)*)`")]
    private static partial Regex Code();
}
