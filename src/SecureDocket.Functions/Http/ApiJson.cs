using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureDocket.Functions.Approvals;
using SecureDocket.Functions.Cardholders;
using SecureDocket.Functions.Cards;
using SecureDocket.Functions.CheckIns;
using SecureDocket.Functions.Documents;
using SecureDocket.Functions.Health;
using SecureDocket.Functions.Hearings;
using SecureDocket.Functions.Journals;
using SecureDocket.Functions.Keys;
using SecureDocket.Functions.Partners;
using SecureDocket.Functions.Places;
using SecureDocket.Functions.Problems;
using SecureDocket.Functions.Reminders;
using SecureDocket.Functions.Sandbox;
using SecureDocket.Functions.Scanners;
using SecureDocket.Functions.Seals;
using SecureDocket.Functions.SignIns;
using SecureDocket.Functions.StatusLists;
using SecureDocket.Functions.Verdicts;

namespace SecureDocket.Functions.Http;

/// <summary>How answers are written: camelCase, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApprovalsView))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(AttendanceView))]
[JsonSerializable(typeof(CardholderVersion))]
[JsonSerializable(typeof(CardholderView))]
[JsonSerializable(typeof(CardView))]
[JsonSerializable(typeof(CheckInScheduleView))]
[JsonSerializable(typeof(CheckInsView))]
[JsonSerializable(typeof(CheckInView))]
[JsonSerializable(typeof(ClearanceReviewsView))]
[JsonSerializable(typeof(ComparisonView))]
[JsonSerializable(typeof(CourtHearingsView))]
[JsonSerializable(typeof(CourtView))]
[JsonSerializable(typeof(DisclosuresView))]
[JsonSerializable(typeof(DocumentsView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(DownloadReportView))]
[JsonSerializable(typeof(HearingChangeView))]
[JsonSerializable(typeof(HearingIdReleaseView))]
[JsonSerializable(typeof(HearingLineView))]
[JsonSerializable(typeof(HearingsView))]
[JsonSerializable(typeof(HearingSummary))]
[JsonSerializable(typeof(ImportLineView))]
[JsonSerializable(typeof(ImportSummary))]
[JsonSerializable(typeof(JournalView))]
[JsonSerializable(typeof(JwkSet))]
[JsonSerializable(typeof(KeyCardsView))]
[JsonSerializable(typeof(LivenessView))]
[JsonSerializable(typeof(OfficeView))]
[JsonSerializable(typeof(PaperCodesView))]
[JsonSerializable(typeof(PartnersView))]
[JsonSerializable(typeof(PartnerUsageView))]
[JsonSerializable(typeof(PartnerView))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(ReadinessView))]
[JsonSerializable(typeof(ReminderReportView))]
[JsonSerializable(typeof(RemindersView))]
[JsonSerializable(typeof(RevocationView))]
[JsonSerializable(typeof(SandboxCardsView))]
[JsonSerializable(typeof(ScannerLeaveView))]
[JsonSerializable(typeof(QuarantinedHearingsView))]
[JsonSerializable(typeof(ScannersView))]
[JsonSerializable(typeof(ScannerView))]
[JsonSerializable(typeof(ScansView))]
[JsonSerializable(typeof(SealReportView))]
[JsonSerializable(typeof(SealsView))]
[JsonSerializable(typeof(SealView))]
[JsonSerializable(typeof(SiteView))]
[JsonSerializable(typeof(SlotsView))]
[JsonSerializable(typeof(StatusListsView))]
[JsonSerializable(typeof(VerificationView))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>What answers are written with: letters of every script as they are, which is safe where nosniff forbids taking JSON for a page.</summary>
    public static ApiJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
