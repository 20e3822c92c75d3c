using Microsoft.AspNetCore.Html;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Disclosures;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /disclosures</c>: who looked at the person's record, one month at a time, in plain language.</summary>
public sealed class GetDisclosuresPageFunction(PortalPages pages, ViewOwnDisclosures view, TimeProvider clock)
{
    private static readonly YearMonthPattern s_month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>200 with the requested month, or the current one.</summary>
    [Function("GetDisclosuresPage"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "disclosures")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var zone = PortalDates.ZoneOf(docket);
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var present = today.ToYearMonth();
        var month = MonthOf(request, present);
        var looks = await view.ExecuteAsync(docket.Cardholder.Id, month, UntilOf(request), cancellationToken);
        var (items, rest) = (looks.Value?.Items ?? [], looks.Value?.Rest);
        return page.Answer(PortalText.WhoLooked, Html($"""
            <p>{page.Words[PortalText.WhoLookedText]}</p>
            <h2>{page.Words.Month(month)}</h2>
            {(items.Count == 0 ? Html($"""<p>{page.Words[PortalText.NobodyLooked]}</p>""") : Entries(page, items, zone, today))}
            {(rest is { } first ? EarlierLooks(page, month, first) : None)}
            <p class="ways">{EarlierMonth(page, month)}{(month == present ? None : LaterMonth(page, month))}</p>
            """));
    }

    private static DateTimeOffset? UntilOf(HttpRequest request) =>
        InstantPattern.ExtendedIso.Parse(request.Query["until"].FirstOrDefault() ?? "") is { Success: true, Value: var until }
            ? until.ToDateTimeOffset()
            : null;

    private static YearMonth MonthOf(HttpRequest request, YearMonth present)
    {
        var asked = s_month.Parse(request.Query["month"].FirstOrDefault() ?? "");
        return asked.Success && asked.Value.Year >= 2000 && asked.Value.CompareTo(present) < 0 ? asked.Value : present;
    }

    private static IHtmlContent EarlierLooks(PortalPage page, YearMonth month, DateTimeOffset until) =>
        Html($"""<p>{page.Words[PortalText.MoreLooks]}</p><p class="ways">{EarlierLooksLink(page, month, until)}</p>""");

    private static IHtmlContent EarlierLooksLink(PortalPage page, YearMonth month, DateTimeOffset until)
    {
        var (present, instant) = (s_month.Format(month), InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(until)));
        return Html($"""
            <a class="button quiet" href="/disclosures?month={present}&amp;until={instant}">{page.Words[PortalText.EarlierLooks]}</a>
            """);
    }

    private static IHtmlContent EarlierMonth(PortalPage page, YearMonth month) =>
        MonthLink(month.PlusMonths(-1), page.Words[PortalText.EarlierMonth]);

    private static IHtmlContent LaterMonth(PortalPage page, YearMonth month) =>
        Html($" {MonthLink(month.PlusMonths(1), page.Words[PortalText.LaterMonth])}");

    private static IHtmlContent MonthLink(YearMonth month, string text) =>
        Html($"""<a class="button quiet" href="/disclosures?month={s_month.Format(month)}">{text}</a>""");

    private static IHtmlContent Entries(PortalPage page, IEnumerable<OwnDisclosure> looks, DateTimeZone zone, LocalDate today) => Html($"""
        <ul class="dates">{Each(looks, look => Entry(page, look, Instant.FromDateTimeOffset(look.At).InZone(zone), today))}</ul>
        """);

    private static IHtmlContent Entry(PortalPage page, OwnDisclosure look, ZonedDateTime at, LocalDate today) => Html($"""
        <li><p>{When(page, at, today)}<br><b>{page.Words[WhoOf(look.Role)]}</b><br>
        {page.Words[WhyOf(look)]}{Reported(page, look, at, today)}</p>
        <ul class="saw">{Each(SeenIn(look), seen => Html($"""<li>{page.Words[seen]}</li>"""))}</ul></li>
        """);

    private static string When(PortalPage page, ZonedDateTime at, LocalDate today) =>
        $"{page.Words.Day(at.Date, today)}{page.Words.Comma}{page.Words.Time(at.LocalDateTime)}";

    private static IEnumerable<PortalText> SeenIn(OwnDisclosure look) => look.Fields.Select(SawOf).OfType<PortalText>().Distinct();

    /// <summary>The later day on which an officer reported a check made offline.</summary>
    private static IHtmlContent Reported(PortalPage page, OwnDisclosure look, ZonedDateTime at, LocalDate today) =>
        look.ReportedAt is { } reported && Instant.FromDateTimeOffset(reported).InZone(at.Zone).Date is var day && day > at.Date
            ? Html($"""<br>{page.Words[PortalText.ReportedOn]} {page.Words.Day(day, today)}""")
            : None;

    private static PortalText WhoOf(string role) => role switch
    {
        Roles.EnrollmentOfficer => PortalText.WhoEnrollmentOfficer,
        Roles.FieldOfficer or Roles.ProtectionSupervisor => PortalText.WhoFieldOfficer,
        Roles.CourtRegistrar => PortalText.WhoCourt,
        Roles.PartnerVerifier => PortalText.WhoPartner,
        Roles.DocketAuditor => PortalText.WhoAuditor,
        Roles.ProgramAdministrator => PortalText.WhoAdministrator,
        "Public" => PortalText.WhoPublic,
        Actor.CardholderRole => PortalText.WhoWasYou,
        _ => PortalText.WhoOther,
    };

    private static PortalText WhyOf(OwnDisclosure look) => look.Purpose switch
    {
        Purpose.Enrollment when look.Fields.Any(field => field is SignInFields.Pin or SignInFields.PaperCodes) => PortalText.WhySignIn,
        Purpose.Verification => PortalText.WhyVerification,
        Purpose.OfflineVerification => PortalText.WhyOffline,
        Purpose.Enrollment => PortalText.WhyEnrollment,
        Purpose.CardService => PortalText.WhyCard,
        Purpose.HearingService => PortalText.WhyHearings,
        Purpose.CheckInService => PortalText.WhyCheckIns,
        Purpose.ReminderService => PortalText.WhyReminders,
        Purpose.DocumentService => PortalText.WhyDocuments,
        Purpose.SelfService => PortalText.WhyPaperCode,
        Purpose.Search => PortalText.WhySearch,
        _ => PortalText.WhyAudit,
    };

    // A sign-in method discloses nothing.
    private static PortalText? SawOf(string field) => field switch
    {
        SignInFields.Portal or SignInFields.PaperCode or SignInFields.Pin or SignInFields.PaperCodes => null,
        "name" or "latinName" or "birthDate" or "nationality" or "aNumber" or "initials" or "birthYear" => PortalText.SawIdentity,
        "photo" => PortalText.SawPhoto,
        "posture" or "clearance" => PortalText.SawCase,
        "nextHearing" or "nextCheckIn" or "missedCheckIns" or "checkInToBook" or "scheduleBroken"
            or "hearings" or "checkIns" or "schedule" => PortalText.SawDates,
        "mobile" or "language" or "timeZone" or "messageTier" or "codeWord" or "contactFault" or "reminders" => PortalText.SawContact,
        "cards" or "cardNumber" or "credential" or "expires" => PortalText.SawCard,
        "document" or "documents" => PortalText.SawPapers,
        "verdict" => PortalText.SawVerdict,
        "nameMatches" or "birthDateMatches" => PortalText.SawMatch,
        "nameDiffers" or "birthDateDiffers" => PortalText.SawDifference,
        _ => PortalText.SawOther,
    };
}
