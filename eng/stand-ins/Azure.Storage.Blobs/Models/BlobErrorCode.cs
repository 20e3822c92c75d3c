using System.ComponentModel;

namespace Azure.Storage.Blobs.Models;

public readonly struct BlobErrorCode : IEquatable<BlobErrorCode>
{
    private readonly string _value;

    public BlobErrorCode(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    public static BlobErrorCode AuthenticationFailed { get; } = new(nameof(AuthenticationFailed));

    public static BlobErrorCode AuthorizationFailure { get; } = new(nameof(AuthorizationFailure));

    public static BlobErrorCode BlobAlreadyExists { get; } = new(nameof(BlobAlreadyExists));

    public static BlobErrorCode BlobNotFound { get; } = new(nameof(BlobNotFound));

    public static BlobErrorCode ConditionNotMet { get; } = new(nameof(ConditionNotMet));

    public static BlobErrorCode ContainerAlreadyExists { get; } = new(nameof(ContainerAlreadyExists));

    public static BlobErrorCode ContainerBeingDeleted { get; } = new(nameof(ContainerBeingDeleted));

    public static BlobErrorCode ContainerNotFound { get; } = new(nameof(ContainerNotFound));

    public static BlobErrorCode InternalError { get; } = new(nameof(InternalError));

    public static BlobErrorCode OperationTimedOut { get; } = new(nameof(OperationTimedOut));

    public static bool operator ==(BlobErrorCode left, BlobErrorCode right) => left.Equals(right);

    public static bool operator !=(BlobErrorCode left, BlobErrorCode right) => !left.Equals(right);

    public static bool operator ==(BlobErrorCode code, string value) => code.Equals(value);

    public static bool operator !=(BlobErrorCode code, string value) => !code.Equals(value);

    public static bool operator ==(string value, BlobErrorCode code) => code.Equals(value);

    public static bool operator !=(string value, BlobErrorCode code) => !code.Equals(value);

    public static implicit operator BlobErrorCode(string value) => new(value);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is BlobErrorCode other && Equals(other);

    public bool Equals(BlobErrorCode other) => Equals(other._value);

    public bool Equals(string value) => string.Equals(_value, value, StringComparison.InvariantCultureIgnoreCase);

    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.InvariantCultureIgnoreCase.GetHashCode(_value);

    public override string ToString() => _value;
}
