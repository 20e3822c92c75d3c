namespace SecureDocket.LocalHost.Files;

/// <summary>The local host cannot run here. <see cref="Exception.Message"/> is one sentence for a person, telling what to do.</summary>
public sealed class LocalHostException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One clear sentence that tells what is wrong and what to do.</param>
    /// <param name="innerException">What was underneath, or null.</param>
    public LocalHostException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
