using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary>A device on which officers check cards, as it last reported.</summary>
/// <param name="Id">The random id that it made for itself.</param>
/// <param name="Officer">Who used it last, as an opaque ID.</param>
/// <param name="Release">The release of its page.</param>
/// <param name="PackIssuedAt">When its verifier pack was made; absent when it has none.</param>
/// <param name="Waiting">How many scans wait on it.</param>
/// <param name="LastSeen">When it reported.</param>
/// <param name="EndedAt">When its leave was ended; absent while it is in force. A device that was seen later knows it.</param>
/// <param name="EndedBy">Who ended it, as an opaque ID.</param>
public sealed record ScannerView(
    Guid Id, string Officer, string Release, DateTimeOffset? PackIssuedAt, int Waiting, DateTimeOffset LastSeen, DateTimeOffset? EndedAt, string? EndedBy)
{
    internal static ScannerView Of(Scanner scanner) => new(
        scanner.Id, scanner.Officer, scanner.Release, scanner.PackIssuedAt, scanner.Waiting, scanner.LastSeen, scanner.EndedAt, scanner.EndedBy);
}

/// <summary>A page of scanners.</summary>
/// <param name="Scanners">By id.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record ScannersView(IReadOnlyList<ScannerView> Scanners, string? Next);

/// <summary>Whether a device may go on.</summary>
/// <param name="Ended">True when an administrator has ended its leave.</param>
public sealed record ScannerLeaveView(bool Ended);
