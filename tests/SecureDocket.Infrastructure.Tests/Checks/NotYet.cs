namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>What the infrastructure already has for code that is still to come. Each check says when an entry is left over.</summary>
internal static class NotYet
{
    public static IReadOnlyList<string> Settings { get; } = [];

    public static IReadOnlyList<string> Storage { get; } = [];

    public static IReadOnlyList<string> Functions { get; } = [];

    public static IReadOnlyList<string> Routes { get; } = [];

    public static IReadOnlyList<int> Events { get; } = [];

    public static IReadOnlyList<string> Metrics { get; } = [];

    public static IReadOnlyList<string> Tags { get; } = [];
}
