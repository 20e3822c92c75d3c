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

    /// <summary>The exit code of the program that ends with this: 1 when it cannot run, 64 for wrong usage, as the other programs here.</summary>
    public int ExitCode { get; private init; } = 1;

    /// <summary>The program was called wrongly.</summary>
    /// <param name="fault">One sentence that names the argument at fault.</param>
    /// <param name="innerException">The cause, or null.</param>
    internal static LocalHostException Usage(string fault, Exception? innerException = null) =>
        new($"{fault} --help says how to call this.", innerException) { ExitCode = 64 };
}
