namespace SecureDocket.Limits;

/// <summary>How often something was done within a window of time.</summary>
/// <param name="Window">The window's number since 1970.</param>
/// <param name="Count">How often.</param>
/// <param name="At">When last.</param>
internal sealed record AllowanceRow(long Window, int Count, DateTimeOffset At);
