using SecureDocket.Infrastructure.Tests.Bicep;
using SecureDocket.Infrastructure.Tests.Plans;
using SecureDocket.Testing;

namespace SecureDocket.Infrastructure.Tests;

/// <summary>The system's own infrastructure: read once, and planned once for every environment.</summary>
internal static class Infrastructure
{
    private static readonly Lazy<BicepSources> Read = new(() => BicepSources.Read(Path.Combine(Repository.Root, "infra")));
    private static readonly Lazy<IReadOnlyDictionary<string, Plan>> Planned = new(() => MakePlans(Sources));

    private static readonly Dictionary<string, string> Everything = new()
    {
        ["AZURE_ENV_NAME"] = "whole",
        ["AZURE_LOCATION"] = "eastus2",
        ["SECUREDOCKET_STAGE"] = "production",
        ["SECUREDOCKET_SECOND_LOCATION"] = "westus3",
        ["SECUREDOCKET_ENTRA_CLIENT_ID"] = "3a1f8c52-0d6e-4f0b-9a7e-5b3c2d1e0f98",
        ["SECUREDOCKET_ALERT_EMAIL"] = "ops@example.org,night@example.org",
        ["SECUREDOCKET_BUDGET_START"] = "2026-12-01",
        ["SECUREDOCKET_GITHUB_REPOSITORY"] = "owner/name",
        ["SECUREDOCKET_SITES_WITH_KEYS"] = "ATL,NYC",
        ["SECUREDOCKET_ISSUER"] = "https://card.example.org",
        ["SECUREDOCKET_DATA_ACCOUNT_SUFFIX"] = "",
        ["SECUREDOCKET_STOPPED"] = "false",
        ["SECUREDOCKET_DISABLED_FUNCTIONS"] = "SendDueReminders",
        ["SECUREDOCKET_JOURNAL_LOCKED"] = "true",
        ["SECUREDOCKET_LOSS_CONTACT"] = "+1 800 555 0199",
        ["SECUREDOCKET_PORTAL_URL"] = "https://portal.example.org/",
        ["SECUREDOCKET_SMS_BRAND"] = "SDC",
        ["SECUREDOCKET_SMS_CONTACT"] = "+1 800 555 0199",
        ["SECUREDOCKET_SMS_SENDERS"] = "+18005550199=60",
    };

    public static BicepSources Sources => Read.Value;

    /// <summary>The plans of the three environments with the least that an operator must decide, and of one with every option.</summary>
    public static IReadOnlyDictionary<string, Plan> Plans => Planned.Value;

    /// <summary>The plan that has every option.</summary>
    public static Plan Whole => Plans["everything"];

    /// <summary>What an operator decides for an environment that has every option.</summary>
    public static IReadOnlyDictionary<string, string> Decided => Everything;

    public static IReadOnlyList<string> Stages { get; } = ["dev", "pilot", "production"];

    /// <summary>Plans sources for every environment.</summary>
    public static IReadOnlyDictionary<string, Plan> MakePlans(BicepSources sources)
    {
        var plans = Stages.ToDictionary(stage => stage, stage => MakePlan(sources, Least(stage)));
        plans.Add("everything", MakePlan(sources, Everything));
        return plans;
    }

    /// <summary>The plan with every option, of other sources.</summary>
    public static Plan MakeWhole(BicepSources sources) => MakePlan(sources, Everything);

    /// <summary>The plan with every option, and one of them decided otherwise.</summary>
    public static Plan MakeWhole(string setting, string value) => MakePlan(Sources, new Dictionary<string, string>(Everything) { [setting] = value });

    private static Plan MakePlan(BicepSources sources, Dictionary<string, string> decided) =>
        Plan.Make(sources, ParameterFile.Read(sources.Texts["main.parameters.json"], sources.Find("main.bicep")!, decided));

    private static Dictionary<string, string> Least(string stage) => new(
        Everything.Where(setting => setting.Key is "AZURE_LOCATION" or "SECUREDOCKET_ENTRA_CLIENT_ID" or "SECUREDOCKET_ALERT_EMAIL" or "SECUREDOCKET_BUDGET_START"))
    {
        ["AZURE_ENV_NAME"] = stage,
        ["SECUREDOCKET_STAGE"] = stage,
    };
}
