using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Logging;

/// <summary>Every message the worker logs. Messages contain no personal data: no names, numbers, credentials or bodies.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Access to {Function} refused: {Code}.")]
    public static partial void AccessRefused(ILogger logger, string function, string code);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Function} could not finish: {Dependency} is unavailable.")]
    public static partial void DependencyUnavailable(ILogger logger, string function, string dependency, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "{Function} failed.")]
    public static partial void FunctionFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "{Count} old requests dropped.")]
    public static partial void OldRequestsDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "More old requests exist than one run reads; some may remain.")]
    public static partial void OldRequestsLeft(ILogger logger);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Count} status lists published.")]
    public static partial void StatusListsPublished(ILogger logger, int count);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Status list {List} differs from the dockets in {Count} entries and is being rebuilt.")]
    public static partial void StatusListDiffers(ILogger logger, string list, int count);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{Count} reminders sent.")]
    public static partial void RemindersSent(ILogger logger, int count);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "{Count} reminders had no receipt within a day.")]
    public static partial void RemindersWithoutReceipt(ILogger logger, int count);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "Compared reminders with dates for {Looked} dockets.")]
    public static partial void RemindersCompared(ILogger logger, int looked);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "Repaired {Repaired} of {Looked} dockets whose reminders did not match their dates.")]
    public static partial void RemindersRepaired(ILogger logger, int repaired, int looked);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "An officer found that a card was presented by a different person.")]
    public static partial void NotTheSamePerson(ILogger logger);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "A hearing was quarantined: too many changes for one person, or another court must agree.")]
    public static partial void HearingQuarantined(ILogger logger);

    [LoggerMessage(EventId = 27, Level = LogLevel.Information, Message = "{Dates} dates that fall into closures were gone through.")]
    public static partial void ClosedDatesRead(ILogger logger, int dates);

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "SMS event quarantined: {Reason}.")]
    public static partial void SmsEventPutAside(ILogger logger, string reason);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "{Count} old quarantined messages dropped.")]
    public static partial void OldQuarantineDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 39, Level = LogLevel.Information, Message = "{Count} old inbox items dropped.")]
    public static partial void OldInboxItemsDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 32, Level = LogLevel.Error, Message = "The provider or a carrier blocks the sender, code {Code}: text messages fail until this is fixed.")]
    public static partial void SenderAtFault(ILogger logger, int? code);

    [LoggerMessage(EventId = 33, Level = LogLevel.Warning, Message = "A text message failed with a status that the provider does not document, code {Code}; its outcome is unknown.")]
    public static partial void ReceiptNotDocumented(ILogger logger, int? code);

    [LoggerMessage(EventId = 50, Level = LogLevel.Error, Message = "A sign-in code was not sent by text message: {Outcome}.")]
    public static partial void SignInCodeNotTexted(ILogger logger, CodeTexting outcome);

    [LoggerMessage(EventId = 51, Level = LogLevel.Error, Message = "A sign-in could not be processed to send its code.")]
    public static partial void SignInTextFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 52, Level = LogLevel.Information, Message = "{Count} old sign-ins, counts and sessions dropped.")]
    public static partial void OldSignInsDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 60, Level = LogLevel.Error, Message = "{Function} has not succeeded since it was due at {DueAt}.")]
    public static partial void TimerLate(ILogger logger, string function, DateTimeOffset? dueAt);

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning, Message = "The last signing key for {Use} expires soon and has no successor.")]
    public static partial void KeyExpiring(ILogger logger, KeyUse use);

    [LoggerMessage(EventId = 62, Level = LogLevel.Warning, Message = "SMS events are being processed late, last noted at {NotedAt}.")]
    public static partial void QueueBehind(ILogger logger, DateTimeOffset? notedAt);

    [LoggerMessage(EventId = 63, Level = LogLevel.Warning, Message = "Site {Site} has used up its quota or nearly so.")]
    public static partial void QuotaNear(ILogger logger, string site);

    [LoggerMessage(EventId = 64, Level = LogLevel.Error, Message = "Not ready: {Check} did not respond.")]
    public static partial void ReadinessFailed(ILogger logger, string check);

    [LoggerMessage(EventId = 65, Level = LogLevel.Error, Message = "No key can currently sign {Use}.")]
    public static partial void NoSigningKey(ILogger logger, KeyUse use);

    [LoggerMessage(EventId = 66, Level = LogLevel.Warning, Message = "{Dockets} dockets had more reminders due than one run sends per docket, or changed so often that their reminders were deferred.")]
    public static partial void DocketsCrowded(ILogger logger, int dockets);

    [LoggerMessage(EventId = 70, Level = LogLevel.Error, Message = "A run of {Function} failed; the next run continues.")]
    public static partial void TimerFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 71, Level = LogLevel.Warning, Message = "{Function} succeeded, but the run could not be recorded.")]
    public static partial void TimerNotMarked(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 80, Level = LogLevel.Information, Message = "Partner {Partner} was registered as version {Version}.")]
    public static partial void PartnerRegistered(ILogger logger, string partner, long version);

    [LoggerMessage(EventId = 81, Level = LogLevel.Warning, Message = "Partner {Partner} was revoked: {Reason}.")]
    public static partial void PartnerRevoked(ILogger logger, string partner, string reason);

    [LoggerMessage(EventId = 82, Level = LogLevel.Warning, Message = "The counts of partner requests since their last leases were lost.")]
    public static partial void PartnerCountsLost(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 83, Level = LogLevel.Warning, Message = "Partner {Partner} was refused: {Code}.")]
    public static partial void PartnerRefused(ILogger logger, string partner, string code);

    [LoggerMessage(EventId = 84, Level = LogLevel.Warning, Message = "The authorization of scanner {Scanner} was ended.")]
    public static partial void ScannerEnded(ILogger logger, Guid scanner);

    /// <summary>Logs one person's revocations when they are unusually many or exceed the limit.</summary>
    /// <param name="logger">The logger.</param>
    /// <param name="alone">The number within a day; null when the request exceeded the limit.</param>
    public static void RevokedAlone(ILogger logger, int? alone)
    {
        if (alone is null or >= RevokeCards.UnusualFrom)
        {
            RevocationsUnusual(logger, alone ?? RevokeCards.AloneLimit);
        }
    }

    [LoggerMessage(EventId = 85, Level = LogLevel.Warning, Message = "One person has revoked {Cards} cards within a day.")]
    private static partial void RevocationsUnusual(ILogger logger, int cards);

    [LoggerMessage(EventId = 86, Level = LogLevel.Warning, Message = "One person has opened {Dockets} different dockets within an hour.")]
    public static partial void OpeningsUnusual(ILogger logger, int dockets);

    [LoggerMessage(EventId = 87, Level = LogLevel.Warning, Message = "One person's searches found nobody {Times} times or more within an hour.")]
    public static partial void SearchesMissed(ILogger logger, int times);

    [LoggerMessage(EventId = 90, Level = LogLevel.Information, Message = "Pass {Pass} of the journal archive is complete; its last run added {Rows} rows in {Segments} blobs.")]
    public static partial void JournalArchived(ILogger logger, long pass, int rows, int segments);

    [LoggerMessage(EventId = 91, Level = LogLevel.Warning, Message = "Pass {Pass} of the journal archive continues in the next run; this one added {Rows} rows in {Segments} blobs.")]
    public static partial void JournalArchiveGoesOn(ILogger logger, long pass, int rows, int segments);

    [LoggerMessage(EventId = 94, Level = LogLevel.Information, Message = "{Dockets} dockets were under an older shard key and got a newer one; the pass is complete: {IsDone}.")]
    public static partial void DocketKeysRewrapped(ILogger logger, int dockets, bool isDone);

    [LoggerMessage(EventId = 95, Level = LogLevel.Information, Message = "By the rules of retention {Records} records are due in {Dockets} dockets looked at; holds are on {Held}; the report is complete: {IsDone}.")]
    public static partial void RetentionReported(ILogger logger, int dockets, int records, int held, bool isDone);

    [LoggerMessage(EventId = 93, Level = LogLevel.Warning, Message = "The storage did not respond at the start, so the format of what it holds was not checked.")]
    public static partial void StorageFormatUnknown(ILogger logger);

    [LoggerMessage(EventId = 92, Level = LogLevel.Information, Message = "{Keys} wrapped docket keys were copied; the copy is complete: {IsDone}.")]
    public static partial void DocketKeysCopied(ILogger logger, int keys, bool isDone);
}
