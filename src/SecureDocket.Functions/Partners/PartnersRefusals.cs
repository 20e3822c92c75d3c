namespace SecureDocket.Functions.Partners;

/// <summary>The refusals of requests about partners.</summary>
internal static class PartnersRefusals
{
    public static Refusal UsageOfAnother { get; } = new("forbidden", "A partner may only see its own usage.");
}
