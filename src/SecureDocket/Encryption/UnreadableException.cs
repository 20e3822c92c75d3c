namespace SecureDocket.Encryption;

/// <summary>Something stored about a docket is refused: it is not what this system stored there, or its key is lost.</summary>
/// <remarks>
/// Whoever handles an unavailable dependency handles this too: a verdict is undetermined, and nothing is changed. A
/// retry succeeds once the row or the key is restored.
/// </remarks>
public sealed class UnreadableException : DependencyUnavailableException
{
    /// <summary>Names what was refused; never the content. The docket's opaque ID is in the inner exception, for logs.</summary>
    /// <param name="docket">The docket.</param>
    /// <param name="reason">The reason.</param>
    public UnreadableException(CardholderId docket, UnreadableReason reason)
        : base("record", new InvalidOperationException($"The record of docket {docket} is refused: {reason}.")) => (Docket, Reason) = (docket, reason);

    /// <summary>The docket.</summary>
    public CardholderId Docket { get; }

    /// <summary>The reason.</summary>
    public UnreadableReason Reason { get; }
}

/// <summary>Why something stored is refused.</summary>
public enum UnreadableReason
{
    /// <summary>It was changed, cut, or moved from another place.</summary>
    Damaged,

    /// <summary>The wrapped key beside it was made for another docket, or is no wrapped key.</summary>
    ForeignKey,

    /// <summary>Live rows are missing, or an earlier one was put back.</summary>
    Replayed,

    /// <summary>It is not encrypted.</summary>
    NotEncrypted,

    /// <summary>The key is gone: the docket was erased, or never existed.</summary>
    NoKey,

    /// <summary>The shard key that wraps the docket's key is lost.</summary>
    ShardLost,
}
