namespace SecureDocket.Functions.Scanners;

/// <summary>The refusals of requests about scanners.</summary>
internal static class ScannersRefusals
{
    public static Refusal Id { get; } = new("invalid", "Must be a random UUID.", "scannerId");

    public static Refusal Release { get; } = new("invalid", "Must be 12 lowercase hexadecimal digits.", "release");
}
