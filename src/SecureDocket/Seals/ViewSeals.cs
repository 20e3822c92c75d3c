using SecureDocket.Storage;

namespace SecureDocket.Seals;

/// <summary>Shows administrators and auditors which looks are sealed, by whose word and why.</summary>
public sealed class ViewSeals(SealStore seals)
{
    /// <summary>A page of all of them, newest first: those that wait are on the first pages. One request.</summary>
    public Task<Result<Page<Seal>>> ExecuteAsync(string? page, CancellationToken cancellationToken) => seals.PageAsync(page, cancellationToken);
}
