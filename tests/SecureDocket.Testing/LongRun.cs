using Xunit;

namespace SecureDocket.Testing;

/// <summary>Whether proofs that take minutes run at their full length: on a schedule and before a release, and not for each change.</summary>
public static class LongRun
{
    /// <summary>The environment variable that asks for it, by 1.</summary>
    public const string Variable = "SECUREDOCKET_LONG";

    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>How many to try: so many for each change, and so many times as many in a long run.</summary>
    public static int Of(int perChange, int times) => IsOn ? perChange * times : perChange;
}

/// <summary>A test that runs in a <see cref="LongRun"/> alone.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = LongRun.IsOn ? null : $"Takes minutes, and runs where {LongRun.Variable} is 1.";
}
