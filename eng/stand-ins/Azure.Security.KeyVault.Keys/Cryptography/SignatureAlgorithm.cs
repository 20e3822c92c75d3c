using System.ComponentModel;

namespace Azure.Security.KeyVault.Keys.Cryptography;

public readonly struct SignatureAlgorithm : IEquatable<SignatureAlgorithm>
{
    private readonly string _value;

    public SignatureAlgorithm(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    public static SignatureAlgorithm ES256 { get; } = new("ES256");

    public static bool operator ==(SignatureAlgorithm left, SignatureAlgorithm right) => left.Equals(right);

    public static bool operator !=(SignatureAlgorithm left, SignatureAlgorithm right) => !left.Equals(right);

    public static implicit operator SignatureAlgorithm(string value) => new(value);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is SignatureAlgorithm other && Equals(other);

    public bool Equals(SignatureAlgorithm other) => string.Equals(_value, other._value, StringComparison.Ordinal);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.Ordinal.GetHashCode(_value);

    public override string ToString() => _value;
}
