namespace SecureDocket.Approvals;

/// <summary>Carries out one kind of approved command, step by step.</summary>
public interface IApprovalExecutor
{
    /// <summary>The kind, from <see cref="ApprovalKinds"/>.</summary>
    string Kind { get; }

    /// <summary>Looks whether what was asked for may still be done, before it is approved.</summary>
    /// <returns>Null when it may; else why not.</returns>
    Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken);

    /// <summary>The next step after what the approval's progress says, a few seconds long.</summary>
    /// <remarks>It may have been done before, and its progress lost, or be done by another at this moment: doing it again must change nothing more.</remarks>
    /// <returns>The progress with this step.</returns>
    Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken);
}
