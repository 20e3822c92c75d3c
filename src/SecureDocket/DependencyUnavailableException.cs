namespace SecureDocket;

/// <summary>Storage, vault or network could not be reached, was overloaded, or did not respond in time. The outcome of a write is unknown.</summary>
/// <remarks>Retrying the command is always safe, since every command finds out how far it got.</remarks>
public class DependencyUnavailableException : Exception
{
    /// <summary>Names the dependency; <paramref name="innerException"/> is for logs and never for callers.</summary>
    public DependencyUnavailableException(string dependency, Exception? innerException = null)
        : base($"{dependency} is unavailable.", innerException) => Dependency = dependency;

    /// <summary><c>tables</c>, <c>blobs</c>, <c>keys</c>, <c>docket-keys</c>, <c>record</c> if what is stored is refused, or <c>contention</c> when other
    /// commands kept winning a race.</summary>
    public string Dependency { get; }

    /// <summary>
    /// Whether some dockets cannot be read while others can: what is stored about one is refused, or the vault is away for keys that this process
    /// has not opened. A job leaves such a docket as it is, and goes on with the others.
    /// </summary>
    public bool IsOfSomeDockets => Dependency is "record" or "docket-keys";

    /// <summary>Whether nothing is unavailable, and other commands kept winning a race.</summary>
    public bool IsContention => Dependency == "contention";
}
