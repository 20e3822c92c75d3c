using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary>A page of sites.</summary>
/// <param name="Sites">By ID.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record SitesView(IReadOnlyList<SiteView> Sites, string? Next);

/// <summary>A page of offices.</summary>
/// <param name="Offices">By ID.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record OfficesView(IReadOnlyList<ListedOfficeView> Offices, string? Next);

/// <summary>An office on the list.</summary>
/// <param name="OfficeId">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZone">Its time zone.</param>
/// <param name="Today">The number of check-ins today, also those that are over, without cancelled ones.</param>
/// <param name="Closures">The number of closures in force from today on.</param>
public sealed record ListedOfficeView(string OfficeId, string Name, string TimeZone, int Today, int Closures)
{
    internal static ListedOfficeView Of(ListedOffice listed) => new(listed.Office.Id, listed.Office.Name, listed.Office.TimeZone, listed.Today, listed.Closures);
}

/// <summary>A page of courts.</summary>
/// <param name="Courts">By ID.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record CourtsView(IReadOnlyList<ListedCourtView> Courts, string? Next);

/// <summary>A court on the list.</summary>
/// <param name="CourtId">Its ID.</param>
/// <param name="Name">Its name.</param>
/// <param name="TimeZone">Its time zone.</param>
/// <param name="Closures">The number of closures in force from today on.</param>
public sealed record ListedCourtView(string CourtId, string Name, string TimeZone, int Closures)
{
    internal static ListedCourtView Of(Court court, Instant now) => new(
        court.Id, court.Name, court.TimeZone, ViewOffices.ClosuresFrom(court.Closures, now.InZone(DateTimeZoneProviders.Tzdb[court.TimeZone]).Date));
}
