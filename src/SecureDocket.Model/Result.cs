using System.Diagnostics.CodeAnalysis;

namespace SecureDocket;

/// <summary>One reason why a command was refused or an input is not acceptable.</summary>
/// <param name="Code">A stable code from the catalogue; callers branch on it.</param>
/// <param name="Detail">One plain sentence for a person, with the limit or the current state; never personal data.</param>
/// <param name="Field">The invalid input member in camelCase, or null when the state is the reason rather than the input.</param>
public sealed record Refusal(string Code, string Detail, string? Field = null)
{
    /// <summary>How long to wait before retrying; null when a few seconds are enough, or when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The docket that the caller should look at, and may; null if there is none.</summary>
    public CardholderId? Cardholder { get; init; }
}

/// <summary>The outcome of a use case: a value, or every reason for the refusal.</summary>
/// <typeparam name="T">The value of a success.</typeparam>
public readonly struct Result<T>
{
    private readonly IReadOnlyList<Refusal>? _refusals;

    private Result(T? value, IReadOnlyList<Refusal>? refusals)
    {
        Value = value;
        _refusals = refusals;
    }

    /// <summary>The value; null exactly when <see cref="IsRefused"/>.</summary>
    public T? Value { get; }

    /// <summary>Every reason for the refusal, in the order found; empty on success.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals ?? [];

    /// <summary>Whether the use case was refused.</summary>
    [MemberNotNullWhen(false, nameof(Value))]
    public bool IsRefused => _refusals is not null;

    /// <summary>The value, or null after the refusals were added to <paramref name="faults"/>: for a form with further members to check.</summary>
    public T? ValueOr(List<Refusal> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        faults.AddRange(Refusals);
        return Value;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A refusal for one reason.</summary>
    public static implicit operator Result<T>(Refusal refusal) => new(default, [refusal]);

    /// <summary>A refusal for several reasons.</summary>
    public static implicit operator Result<T>(List<Refusal> refusals) => new(default, refusals);
}
