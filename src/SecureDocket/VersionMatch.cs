using SecureDocket.Dockets;

namespace SecureDocket;

/// <summary>The versions from which a caller allows a change to start, as given in If-Match (RFC 9110, section 13.1.1).</summary>
public sealed class VersionMatch
{
    private readonly IReadOnlyCollection<long>? _versions;

    private VersionMatch(IReadOnlyCollection<long>? versions) => _versions = versions;

    /// <summary>Any version: <c>*</c>.</summary>
    public static VersionMatch Any { get; } = new(null);

    /// <summary>One of these versions; with none, no version matches.</summary>
    public static VersionMatch OneOf(IReadOnlyCollection<long> versions) => new(versions);

    /// <summary>Whether a change of a docket may start: nobody but the system has changed it since one of these versions.</summary>
    public bool Includes(Docket docket)
    {
        ArgumentNullException.ThrowIfNull(docket);
        return _versions?.Any(version => version >= docket.Edited && version <= docket.Version) ?? true;
    }

    /// <summary>Whether a change may start from <paramref name="version"/>.</summary>
    public bool Includes(long version) => _versions?.Contains(version) ?? true;
}
