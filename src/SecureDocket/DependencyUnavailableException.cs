namespace SecureDocket;

/// <summary>Storage, vault or network could not be reached, refused for overload, or did not answer in time. A write's outcome is unknown.</summary>
/// <remarks>Repeating the command is always safe: every command finds out how far it came.</remarks>
public sealed class DependencyUnavailableException : Exception
{
    /// <summary>Names the dependency; <paramref name="innerException"/> is for logs and never for a caller.</summary>
    public DependencyUnavailableException(string dependency, Exception? innerException = null)
        : base($"{dependency} is unavailable.", innerException) => Dependency = dependency;

    /// <summary><c>tables</c>, <c>blobs</c>, <c>keys</c>, or <c>contention</c> when other commands kept winning a race.</summary>
    public string Dependency { get; }

    /// <summary>Whether nothing is away, and other commands kept winning a race.</summary>
    public bool IsContention => Dependency == "contention";
}
