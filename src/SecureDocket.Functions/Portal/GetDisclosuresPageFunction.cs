using Microsoft.AspNetCore.Html;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Disclosures;
using static SecureDocket.Functions.Pages.Markup;

namespace SecureDocket.Functions.Portal;

/// <summary><c>GET /disclosures</c>: who looked at the person's record, a month at a time, in plain words.</summary>
public sealed class GetDisclosuresPageFunction(PortalPages pages, ViewOwnDisclosures view, TimeProvider clock)
{
    private static readonly YearMonthPattern s_month = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>200 with the month that is asked for, or the present one.</summary>
    [Function("GetDisclosuresPage")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "disclosures")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var docket = request.Docket();
        var page = pages.Open(request, docket.Cardholder.Details.Language);
        var zone = PortalDates.ZoneOf(docket);
        var today = clock.GetCurrentInstant().InZone(zone).Date;
        var present = today.ToYearMonth();
        var month = s_month.Parse(request.Query["month"].FirstOrDefault() ?? "").TryGetValue(present, out var asked) && asked.Year >= 2000 && asked.CompareTo(present) < 0
            ? asked
            : present;
        var until = InstantPattern.ExtendedIso.Parse(request.Query["until"].FirstOrDefault() ?? "");
        var looks = await view.ExecuteAsync(docket.Cardholder.Id, month, until.Success ? until.Value.ToDateTimeOffset() : null, cancellationToken);
        var (items, rest) = (looks.Value?.Items ?? [], looks.Value?.Rest);
        return page.Answer(PortalText.WhoLooked, Html($"""
            <p>{page.T[PortalText.WhoLookedText]}</p>
            <h2>{page.T.Month(month)}</h2>
            {(items.Count == 0 ? Html($"""<p>{page.T[PortalText.NobodyLooked]}</p>""") : Html($"""<ul class="dates">{Each(items, item => Entry(page, item, Instant.FromDateTimeOffset(item.At).InZone(zone), today))}</ul>"""))}
            {(rest is { } first ? Html($"""<p>{page.T[PortalText.MoreLooks]}</p><p class="ways"><a class="button quiet" href="/disclosures?month={s_month.Format(month)}&amp;until={InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(first))}">{page.T[PortalText.EarlierLooks]}</a></p>""") : None)}
            <p class="ways"><a class="button quiet" href="/disclosures?month={s_month.Format(month.PlusMonths(-1))}">{page.T[PortalText.EarlierMonth]}</a>{(month == present ? None : Html($""" <a class="button quiet" href="/disclosures?month={s_month.Format(month.PlusMonths(1))}">{page.T[PortalText.LaterMonth]}</a>"""))}</p>
            """));
    }

    private static IHtmlContent Entry(PortalPage page, OwnDisclosure look, ZonedDateTime at, LocalDate today) => Html($"""
        <li><p>{page.T.Day(at.Date, today)}{page.T.Comma}{page.T.Time(at.LocalDateTime)}<br><b>{page.T[WhoOf(look.Role)]}</b><br>{page.T[WhyOf(look)]}{Reported(page, look, at, today)}</p>
        <ul class="saw">{Each(look.Fields.Select(SawOf).OfType<PortalText>().Distinct(), saw => Html($"""<li>{page.T[saw]}</li>"""))}</ul></li>
        """);

    /// <summary>On which later day an officer told us of a check that we did not see.</summary>
    private static IHtmlContent Reported(PortalPage page, OwnDisclosure look, ZonedDateTime at, LocalDate today) =>
        look.ReportedAt is { } reported && Instant.FromDateTimeOffset(reported).InZone(at.Zone).Date is var day && day > at.Date
            ? Html($"""<br>{page.T[PortalText.ReportedOn]} {page.T.Day(day, today)}""")
            : None;

    private static PortalText WhoOf(string role) => role switch
    {
        Roles.EnrollmentOfficer => PortalText.WhoEnrollmentOfficer,
        Roles.FieldOfficer => PortalText.WhoFieldOfficer,
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
        _ => PortalText.WhyAudit,
    };

    // Of a way in nobody saw anything.
    private static PortalText? SawOf(string field) => field switch
    {
        SignInFields.Portal or SignInFields.PaperCode or SignInFields.Pin or SignInFields.PaperCodes => null,
        "name" or "latinName" or "birthDate" or "nationality" or "aNumber" => PortalText.SawIdentity,
        "photo" => PortalText.SawPhoto,
        "posture" or "clearance" => PortalText.SawCase,
        "nextHearing" or "nextCheckIn" or "missedCheckIns" or "checkInToBook" or "scheduleBroken" or "hearings" or "checkIns" or "schedule" => PortalText.SawDates,
        "mobile" or "language" or "timeZone" or "messageTier" or "codeWord" or "contactFault" or "reminders" => PortalText.SawContact,
        "cards" or "cardNumber" or "credential" or "expires" => PortalText.SawCard,
        "document" or "documents" => PortalText.SawPapers,
        "verdict" => PortalText.SawVerdict,
        "nameMatches" or "birthDateMatches" => PortalText.SawMatch,
        "nameDiffers" or "birthDateDiffers" => PortalText.SawDifference,
        _ => PortalText.SawOther,
    };
}
