using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Hooks.Tests;

/// <summary>What is to be watched in the first deployment is asked row by row, and each row that is not as it should be is said.</summary>
public sealed partial class FirstDeploymentTests
{
    private const string Group = "/subscriptions/s/resourceGroups/rg-try/providers/";
    private const string Policy = """ "rotationPolicy":{"attributes":{"expiryTime":"P2Y"},"lifetimeActions":[{"action":{"type":"rotate"}}]} """;
    private const string Times = """ "attributes":{"created":1000,"exp":63073000} """;

    private const string DocketKey = """{"properties":{"kty":"RSA-HSM","keyOps":["wrapKey","unwrapKey"],"attributes":{"created":1000}}}""";

    private static readonly string s_values = $$"""
        {"AZURE_ENV_NAME":"try","SECUREDOCKET_STAGE":"production","SECUREDOCKET_APP":"func-abc","SECUREDOCKET_SITE_ID":"{{Group}}Microsoft.Web/sites/func-abc",
        "SECUREDOCKET_STANDBY_SITE_ID":"/subscriptions/s/resourceGroups/rg-try-standby/providers/Microsoft.Web/sites/func-xyz","SECUREDOCKET_GITHUB_REPOSITORY":"owner/name",
        "SECUREDOCKET_DATA_ACCOUNT_ID":"{{Group}}Microsoft.Storage/storageAccounts/stdataabc","SECUREDOCKET_VAULT_ID":"{{Group}}Microsoft.KeyVault/vaults/kv-abc",
        "SECUREDOCKET_ENTRA_CLIENT_ID":"app-1","SECUREDOCKET_PUBLISHER_CLIENT_ID":"publisher-1","SECUREDOCKET_SMS_SENDERS":"+18335550100=200","SECUREDOCKET_ADDRESS":"ADDRESS"}
        """.ReplaceLineEndings("");

    private static readonly (string Words, string Answer)[] s_good =
    [
        ("az account show", ""),
        ("tableServices/default --metric Transactions", Metric(40, "Success")),
        ("systemTopics/evgst-abc/eventSubscriptions/sms-events?", """{"properties":{"provisioningState":"Succeeded"}}"""),
        ("--metric DeliverySuccessCount", Metric(3)),
        ("--metric DeliveryAttemptFailCount", Metric(0)),
        ("--metric DeadLetteredCount", Metric(0)),
        ("securedocket.reminders", Table("[2.0]")),
        ("/keys/card-signing?", Key("card-signing", $"{Policy},{Times}")),
        ("/keys/list-signing?", Key("list-signing", $"{Policy},{Times}")),
        ("/keys/docket-shards?", DocketKey),
        ("az identity show --resource-group rg-try --name id-dockets-abc", """{"principalId":"dockets-1"}"""),
        ($"role assignment list --scope {Group}Microsoft.KeyVault/vaults/kv-abc/keys/docket-shards", Unwraps("dockets-1")),
        ("az account get-access-token --scope api://app-1/access --query expiresOn", "\"2026-12-01\""),
        ("private-endpoint list --resource-group rg-try-standby", Endpoint("Approved")),
        ("configreferences/appsettings?", Reference("Resolved")),
        ("role assignment list --assignee publisher-1", Role("Website Contributor")),
        ("sites/func-xyz?", """{"properties":{"state":"Stopped"}}"""),
        ("securedocket.timers.runs", Table("[0.0]")),
        ("AppAvailabilityResults", Table("""["not-live",5,9],["not-ready",5,9]""")),
    ];

    [Fact]
    public async Task All_rows_pass_and_they_are_those_of_the_page_in_its_order()
    {
        var (code, said) = await TryAsync();

        Assert.True(code == 0, said);
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations", "deploy.md"));
        var table = page[page.IndexOf("| where | what was taken", StringComparison.Ordinal)..];
        var rows = Row().Matches(table).Select(row => row.Groups["name"].Value).Skip(1).ToList();
        Assert.Equal(13, rows.Count);
        Assert.Equal(rows, Passed().Matches(said).Select(row => row.Groups["name"].Value));
        Assert.DoesNotContain("18335550100", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_environment_does_not_have_is_not_asked_and_does_not_fail()
    {
        var values = s_values.Replace("rg-try-standby", "", StringComparison.Ordinal);
        foreach (var name in new[] { "STANDBY_SITE_ID", "GITHUB_REPOSITORY", "SMS_SENDERS" })
            values = Regex.Replace(values, $"\"SECUREDOCKET_{name}\":\"[^\"]*\"", $"\"SECUREDOCKET_{name}\":\"\"");

        var (code, said) = await TryAsync(values: values);

        Assert.True(code == 0, said);
        Assert.Equal((8, 5), (Passed().Count(said), Regex.Count(said, "(?m)^-     .*: not in this environment$")));
    }

    // Rows in the page's order; each list is what is wrong in one run.
    private static readonly (string Row, string Words, string Answer, string Expected)[][] s_wrong =
    [
        [
            ("table roles on single tables", "--metric Transactions", Metric(5, "AuthorizationError"), "refused 5 requests"),
            ("Event Grid", "eventSubscriptions/sms-events?", """{"properties":{"provisioningState":"Failed"}}""", "is Failed"),
            ("the sender's role", "securedocket.reminders", Table("[0.0]"), "accepted no reminder"),
            ("EC-HSM keys", "/keys/list-signing?", Key("list-signing", $"{Policy.Replace("rotate", "notify", StringComparison.Ordinal)},{Times}"), "list-signing has no policy"),
            ("the dockets' key", "/keys/docket-shards?", DocketKey.Replace("\"unwrapKey\"", "\"unwrapKey\",\"decrypt\"", StringComparison.Ordinal), "for wrapKey, unwrapKey, decrypt"),
            ("rotation after a year", "/keys/card-signing?", Key("card-signing", $"{Policy},{Times.Replace("63073000", "31537000", StringComparison.Ordinal)}"), "card-signing expires 1.0 years"),
            ("a token by the Azure CLI", "get-access-token", "ERROR: ops@agency.gov must consent\nTrace: 1", "consent: ERROR: … must consent"),
            ("private endpoints", "private-endpoint list", Endpoint("Pending"), "not approved: pep-data-blob-copy"),
            ("the reference to the secret", "configreferences", Reference("SecretNotFound"), "LookupSecret is SecretNotFound"),
            ("publishing from GitHub", "role assignment list --assignee", "[]", "no role"),
            ("a stopped site", "sites/func-xyz?", """{"properties":{"state":"Running"}}""", "is Running"),
            ("web tests", "AppAvailabilityResults", Table("""["not-live",5,9],["not-ready",4,9]"""), "not-ready has results from 4 places"),
        ],
        [
            ("table roles on single tables", "--metric Transactions", """{"value":[]}""", "no request"),
            ("Event Grid", "--metric DeadLetteredCount", Metric(1), "1 became dead letters"),
            ("the dockets' key", "role assignment list --scope", Unwraps("dockets-1", "app-1"), "Key Vault Crypto Service Encryption User of app-1"),
            ("rotation after a year", "/keys/list-signing?", Key("list-signing", Policy), "list-signing never expires"),
            ("private endpoints", "private-endpoint list", "[]", "no endpoint to a copy"),
            ("the reference to the secret", "configreferences", """{"value":[]}""", "no secret"),
            ("publishing from GitHub", "role assignment list --assignee", Role("Contributor"), "has Contributor"),
            ("a stopped site", "securedocket.timers.runs", Table("[7.0]"), "7 times"),
            ("web tests", "AppAvailabilityResults", Table(""), "0 of two"),
        ],
        [
            ("Event Grid", "--metric DeliverySuccessCount", Metric(0), "no event was brought"),
            ("the dockets' key", "role assignment list --scope", "[]", "nobody has a role"),
            ("rotation after a year", "/keys/card-signing?", Key("card-signing", $"{Policy.Replace("P2Y", "P1Y", StringComparison.Ordinal)},{Times}"), "later versions"),
        ],
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_not_as_it_should_be_and_nothing_else_fails_with_the_page_that_mends_it(int run)
    {
        var (code, said) = await TryAsync(hook => s_wrong[run].Aggregate(hook, (all, wrong) =>
            all.On(wrong.Words, wrong.Answer, status: wrong.Answer.StartsWith("ERROR", StringComparison.Ordinal) ? 1 : 0)));

        Assert.Equal(1, code);
        Assert.Collection(Failed().Matches(said), [.. s_wrong[run].Select<(string Row, string Words, string Answer, string Expected), Action<Match>>(wrong => failed =>
        {
            Assert.StartsWith(wrong.Row, failed.Groups["what"].Value, StringComparison.Ordinal);
            Assert.Contains(wrong.Expected, failed.Groups["what"].Value, StringComparison.Ordinal);
            var page = File.ReadAllText(Path.Combine(Repository.Root, failed.Groups["page"].Value));
            if (failed.Groups["heading"].Success)
                Assert.Contains($"\n## {failed.Groups["heading"].Value.Replace('-', ' ')}\n", page, StringComparison.OrdinalIgnoreCase);
        })]);
        Assert.Equal(13 - s_wrong[run].Length, Passed().Count(said));
        Assert.DoesNotContain("Trace", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_is_not_ready_fails_its_row()
    {
        var (code, said) = await TryAsync(answer: path => (path == "/health/ready" ? 503 : 200, "{}"));

        Assert.Equal(1, code);
        Assert.Contains("FAIL  roles: /health/ready answers 503", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_cannot_be_reached_ends_it_in_one_sentence()
    {
        var (code, said) = await TryAsync(values: s_values.Replace("ADDRESS\"}", "http://127.0.0.1:9\"}", StringComparison.Ordinal));

        Assert.Equal(1, code);
        Assert.StartsWith("http://127.0.0.1:9 does not answer", said.Trim(), StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("az", "There is no az on the PATH")]
    [InlineData("azd", "There is no azd on the PATH")]
    public async Task A_program_that_is_absent_ends_it_in_one_sentence(string program, string expected)
    {
        var (code, said) = await TryAsync(hook => hook.Without(program));

        Assert.Equal(1, code);
        Assert.StartsWith(expected, said.Trim(), StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("az account show", "The Azure CLI is not signed in")]
    [InlineData("azd env get-values", "azd has no environment here")]
    public async Task Without_a_login_or_an_environment_it_ends_in_one_sentence(string words, string expected)
    {
        var (code, said) = await TryAsync(hook => hook.On(words, "ERROR: none\nat once", status: 1));

        Assert.Equal(1, code);
        Assert.StartsWith(expected, said.Trim(), StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
    }

    private static async Task<(int Code, string Said)> TryAsync(
        Func<HookRun, HookRun>? wrong = null, Func<string, (int Status, string Body)>? answer = null, string? values = null)
    {
        await using var site = await Site.StartAsync(answer ?? (_ => (200, "{}")));
        using var hook = new HookRun();
        wrong?.Invoke(hook);
        hook.On("azd env get-values", (values ?? s_values).Replace("ADDRESS\"}", site.Address + "\"}", StringComparison.Ordinal));
        foreach (var (words, good) in s_good)
            hook.On(words, good);
        var ended = await hook.RunProgramAsync("eng/first-deployment.mjs");
        Assert.DoesNotContain(hook.Calls, call => Regex.IsMatch(call, "--method (put|patch|delete)| (create|update|set|delete) "));
        return ended;
    }

    private static string Metric(int total, string kind = "") =>
        $$"""{"value":[{"timeseries":[{"metadatavalues":[{"value":"{{kind}}"}],"data":[{"total":{{total}}.0},{}]}]}]}""";

    private static string Table(string rows) => $$"""{"tables":[{"rows":[{{rows}}]}]}""";

    private static string Key(string name, string properties) => $$"""{"name":"{{name}}","properties":{"kty":"EC-HSM",{{properties}}} }""";

    private static string Endpoint(string status) =>
        $$"""[{"name":"pep-data-blob-copy-abc","privateLinkServiceConnections":[{"privateLinkServiceConnectionState":{"status":"{{status}}"} }]}]""";

    private static string Reference(string status) => $$"""{"value":[{"name":"LookupSecret","properties":{"status":"{{status}}"} }]}""";

    private static string Role(string name) => $$"""[{"roleDefinitionName":"{{name}}","scope":"{{Group}}Microsoft.Web/sites/func-abc"}]""";

    private static string Unwraps(params string[] principals) => $"[{string.Join(',', principals.Select(each => $$"""{"roleDefinitionName":"Key Vault Crypto Service Encryption User","principalId":"{{each}}"}"""))}]";

    [GeneratedRegex(@"^\| (?<name>[^|]+?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^pass  (?<name>[^:]+): ", RegexOptions.Multiline)]
    private static partial Regex Passed();

    [GeneratedRegex(@"^FAIL  (?<what>.+)\n      (?<page>[^#\s]+)(?:#(?<heading>\S+))?", RegexOptions.Multiline)]
    private static partial Regex Failed();
}
