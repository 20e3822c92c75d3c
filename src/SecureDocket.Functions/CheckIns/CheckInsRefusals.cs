namespace SecureDocket.Functions.CheckIns;

/// <summary>The refusals of requests about check-ins.</summary>
internal static class CheckInsRefusals
{
    public static Refusal Judgement { get; } = new("invalid", $"Must be one of: {string.Join(", ", Judgements.Asked)}.", "judgement");

    public static Refusal OnlyOfAnExcuse(string name) => new("invalid", "Belongs to the finding excused only.", name);

    public static Refusal Start { get; } = new("invalid", "Must be the office's local time, as YYYY-MM-DDThh:mm.", "start");
}
