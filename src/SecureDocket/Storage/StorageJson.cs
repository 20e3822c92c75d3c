using System.Text.Json.Serialization;
using SecureDocket.Approvals;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Health;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Keys;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Scanners;
using SecureDocket.Seals;
using SecureDocket.SignIns;
using SecureDocket.StatusLists;

namespace SecureDocket.Storage;

/// <summary>How rows are written: compact JSON, camelCase, enums by name, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(LocalDateConverter), typeof(LocalTimeConverter)])]
[JsonSerializable(typeof(AllowanceRow))]
[JsonSerializable(typeof(RevocationsRow))]
[JsonSerializable(typeof(Approval))]
[JsonSerializable(typeof(ApprovalCardsRow))]
[JsonSerializable(typeof(ApprovalRequestRow))]
[JsonSerializable(typeof(ArchiveHead))]
[JsonSerializable(typeof(ArchiveHeader))]
[JsonSerializable(typeof(ArchivedRow))]
[JsonSerializable(typeof(Card))]
[JsonSerializable(typeof(Cardholder))]
[JsonSerializable(typeof(ChallengeRow))]
[JsonSerializable(typeof(CheckIn))]
[JsonSerializable(typeof(Court))]
[JsonSerializable(typeof(CourtDayRow))]
[JsonSerializable(typeof(Disclosure))]
[JsonSerializable(typeof(Document))]
[JsonSerializable(typeof(DueRow))]
[JsonSerializable(typeof(Hearing))]
[JsonSerializable(typeof(IssuedCardRow))]
[JsonSerializable(typeof(JournalEvent))]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(LagMark))]
[JsonSerializable(typeof(LookupHint))]
[JsonSerializable(typeof(Office))]
[JsonSerializable(typeof(OpeningsRow))]
[JsonSerializable(typeof(Partner))]
[JsonSerializable(typeof(PartnerChange))]
[JsonSerializable(typeof(PartnerDay))]
[JsonSerializable(typeof(PhoneState))]
[JsonSerializable(typeof(ProfileRow))]
[JsonSerializable(typeof(QuarantinedHearing))]
[JsonSerializable(typeof(QuarantineRow))]
[JsonSerializable(typeof(RebuildMark))]
[JsonSerializable(typeof(ReleasedId))]
[JsonSerializable(typeof(Reminder))]
[JsonSerializable(typeof(Scanner))]
[JsonSerializable(typeof(Seal))]
[JsonSerializable(typeof(SealedLookRow))]
[JsonSerializable(typeof(SeatRow))]
[JsonSerializable(typeof(SeenDay))]
[JsonSerializable(typeof(SenderRow))]
[JsonSerializable(typeof(Site))]
[JsonSerializable(typeof(IdempotencyRow))]
[JsonSerializable(typeof(PaperCodeRow))]
[JsonSerializable(typeof(PinRow))]
[JsonSerializable(typeof(PrintedCodesRow))]
[JsonSerializable(typeof(SessionRow))]
[JsonSerializable(typeof(StatusChangeRow))]
[JsonSerializable(typeof(StatusIndexRow))]
[JsonSerializable(typeof(TimerMark))]
[JsonSerializable(typeof(TriesRow))]
[JsonSerializable(typeof(Watermark))]
internal sealed partial class StorageJson : JsonSerializerContext;
