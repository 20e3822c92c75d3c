using SecureDocket.Storage;

namespace SecureDocket.Seals;

/// <summary>Shows administrators and auditors the seals, their requesters and reasons.</summary>
public sealed class ViewSeals(SealStore seals)
{
    /// <summary>Returns a page of all seals, newest first, so that waiting ones are on the first pages. One request.</summary>
    public Task<Result<Page<Seal>>> ExecuteAsync(string? page, CancellationToken cancellationToken) => seals.PageAsync(page, cancellationToken);
}
