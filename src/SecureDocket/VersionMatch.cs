namespace SecureDocket;

/// <summary>The versions from which a caller lets a change start, as If-Match names them (RFC 9110, section 13.1.1).</summary>
public sealed class VersionMatch
{
    private readonly IReadOnlyCollection<long>? _versions;

    private VersionMatch(IReadOnlyCollection<long>? versions) => _versions = versions;

    /// <summary>Whichever version there is: <c>*</c>.</summary>
    public static VersionMatch Any { get; } = new(null);

    /// <summary>One of these versions; of none of them, no version is.</summary>
    public static VersionMatch OneOf(IReadOnlyCollection<long> versions) => new(versions);

    /// <summary>Whether a change may start from <paramref name="version"/>.</summary>
    public bool Includes(long version) => _versions?.Contains(version) ?? true;
}
