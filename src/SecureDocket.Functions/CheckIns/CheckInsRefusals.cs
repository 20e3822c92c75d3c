namespace SecureDocket.Functions.CheckIns;

/// <summary>The refusals of requests about check-ins.</summary>
internal static class CheckInsRefusals
{
    public static Refusal Start { get; } = new("invalid", "Must be the office's local time, as YYYY-MM-DDThh:mm.", "start");
}
