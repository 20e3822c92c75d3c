namespace SecureDocket.Approvals;

/// <summary>Carries out one kind of approved command, step by step.</summary>
public interface IApprovalExecutor
{
    /// <summary>The kind, from <see cref="ApprovalKinds"/>.</summary>
    string Kind { get; }

    /// <summary>Checks whether the command may still be carried out, before it is approved.</summary>
    /// <returns>Null if it may; otherwise the reason.</returns>
    Task<Refusal?> CheckAsync(Approval approval, CancellationToken cancellationToken);

    /// <summary>Carries out the next step after the approval's progress; a step takes a few seconds.</summary>
    /// <remarks>
    /// The step may already have been done, with its progress lost, or another run may be doing it now. Doing it again must change nothing
    /// more.
    /// </remarks>
    /// <returns>The progress including this step.</returns>
    Task<ApprovalProgress> StepAsync(Approval approval, CancellationToken cancellationToken);
}
