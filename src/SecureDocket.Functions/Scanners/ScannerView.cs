using SecureDocket.Scanners;

namespace SecureDocket.Functions.Scanners;

/// <summary>A device on which officers check cards, as of its last report.</summary>
/// <param name="Id">The random ID that it generated.</param>
/// <param name="Officer">Its last user, as an opaque ID.</param>
/// <param name="Release">The release of its scanner page.</param>
/// <param name="PackIssuedAt">When its verifier pack was issued; absent when it has none.</param>
/// <param name="Waiting">The number of scans waiting for upload.</param>
/// <param name="LastSeen">When it last reported.</param>
/// <param name="EndedAt">When its authorization was ended; absent while authorized. A device that has reported since then knows it.</param>
/// <param name="EndedBy">Who ended it, as an opaque ID.</param>
public sealed record ScannerView(
    Guid Id, string Officer, string Release, DateTimeOffset? PackIssuedAt, int Waiting, DateTimeOffset LastSeen, DateTimeOffset? EndedAt, string? EndedBy)
{
    internal static ScannerView Of(Scanner scanner) => new(
        scanner.Id, scanner.Officer, scanner.Release, scanner.PackIssuedAt, scanner.Waiting, scanner.LastSeen, scanner.EndedAt, scanner.EndedBy);
}

/// <summary>A page of scanners.</summary>
/// <param name="Scanners">The scanners, ordered by ID.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record ScannersView(IReadOnlyList<ScannerView> Scanners, string? Next);

/// <summary>Whether a device is still authorized.</summary>
/// <param name="Ended">True when an administrator has ended its authorization.</param>
public sealed record ScannerLeaveView(bool Ended);
