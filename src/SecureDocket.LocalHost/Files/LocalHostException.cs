namespace SecureDocket.LocalHost.Files;

/// <summary>The local host cannot run here. <see cref="Exception.Message"/> is one sentence that tells a person what to do.</summary>
public sealed class LocalHostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence that states the problem and what to do.</param>
    /// <param name="innerException">The cause, or null.</param>
    public LocalHostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
