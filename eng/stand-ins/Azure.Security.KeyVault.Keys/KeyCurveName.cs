using System.ComponentModel;

namespace Azure.Security.KeyVault.Keys;

public readonly struct KeyCurveName : IEquatable<KeyCurveName>
{
    private readonly string _value;

    public KeyCurveName(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    public static KeyCurveName P256 { get; } = new("P-256");

    public static bool operator ==(KeyCurveName left, KeyCurveName right) => left.Equals(right);

    public static bool operator !=(KeyCurveName left, KeyCurveName right) => !left.Equals(right);

    public static implicit operator KeyCurveName(string value) => new(value);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is KeyCurveName other && Equals(other);

    public bool Equals(KeyCurveName other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value;
}
