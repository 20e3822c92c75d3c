namespace SecureDocket.Limits;

/// <summary>The number of uses within a time window.</summary>
/// <param name="Window">The window's number since 1970.</param>
/// <param name="Count">The number of uses.</param>
/// <param name="At">The last use.</param>
internal sealed record AllowanceRow(long Window, int Count, DateTimeOffset At);
