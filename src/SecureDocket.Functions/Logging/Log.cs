using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.SignIns;

namespace SecureDocket.Functions.Logging;

/// <summary>Everything that the worker logs. No message takes personal data: names, numbers, credentials and bodies stay out.</summary>
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

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "There are more requests than one run reads; old ones may be left.")]
    public static partial void OldRequestsLeft(ILogger logger);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "{Count} status lists published.")]
    public static partial void StatusListsPublished(ILogger logger, int count);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Status list {List} differs from the dockets in {Count} entries and is built anew.")]
    public static partial void StatusListDiffers(ILogger logger, string list, int count);

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "{Count} reminders sent.")]
    public static partial void RemindersSent(ILogger logger, int count);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "{Count} reminders had no receipt within a day.")]
    public static partial void RemindersWithoutReceipt(ILogger logger, int count);

    [LoggerMessage(EventId = 22, Level = LogLevel.Information, Message = "The reminders of {Looked} dockets were held against their dates.")]
    public static partial void RemindersCompared(ILogger logger, int looked);

    [LoggerMessage(EventId = 23, Level = LogLevel.Warning, Message = "{Repaired} of {Looked} dockets had reminders or dates out of step, and were repaired.")]
    public static partial void RemindersRepaired(ILogger logger, int repaired, int looked);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "An officer found that a card was shown by somebody else.")]
    public static partial void NotTheSamePerson(ILogger logger);

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "A hearing was put aside: unusually much was said about one person, or another court has to agree.")]
    public static partial void HearingQuarantined(ILogger logger);

    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "A message about texts was put aside: {Reason}.")]
    public static partial void SmsEventPutAside(ILogger logger, string reason);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "{Count} messages that were put aside dropped.")]
    public static partial void OldQuarantineDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 32, Level = LogLevel.Error, Message = "The provider or a carrier blocks what we send, code {Code}: texts fail until the sender is put right.")]
    public static partial void SenderAtFault(ILogger logger, int? code);

    [LoggerMessage(EventId = 50, Level = LogLevel.Error, Message = "A sign-in code was not texted: {Outcome}.")]
    public static partial void SignInCodeNotTexted(ILogger logger, CodeTexting outcome);

    [LoggerMessage(EventId = 51, Level = LogLevel.Error, Message = "A sign-in could not be looked at for its text.")]
    public static partial void SignInTextFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 52, Level = LogLevel.Information, Message = "{Count} old sign-ins, counts and sessions dropped.")]
    public static partial void OldSignInsDropped(ILogger logger, int count);

    [LoggerMessage(EventId = 60, Level = LogLevel.Error, Message = "{Function} has had no good run since it was due at {DueAt}.")]
    public static partial void TimerLate(ILogger logger, string function, DateTimeOffset? dueAt);

    [LoggerMessage(EventId = 61, Level = LogLevel.Warning, Message = "The last key that signs {Use} ends soon, and none follows it.")]
    public static partial void KeyExpiring(ILogger logger, KeyUse use);

    [LoggerMessage(EventId = 62, Level = LogLevel.Warning, Message = "Events about texts are handled late; that was so at {NotedAt}.")]
    public static partial void QueueBehind(ILogger logger, DateTimeOffset? notedAt);

    [LoggerMessage(EventId = 63, Level = LogLevel.Warning, Message = "Site {Site} has little left of its quota, or nothing.")]
    public static partial void QuotaNear(ILogger logger, string site);

    [LoggerMessage(EventId = 64, Level = LogLevel.Error, Message = "Not ready: {Check} gave no answer.")]
    public static partial void ReadinessFailed(ILogger logger, string check);

    [LoggerMessage(EventId = 65, Level = LogLevel.Error, Message = "There is no key that signs {Use} now.")]
    public static partial void NoSigningKey(ILogger logger, KeyUse use);

    [LoggerMessage(EventId = 66, Level = LogLevel.Warning, Message = "{Dockets} dockets had more reminders due than a run takes of one, or were changed so often that theirs were put off.")]
    public static partial void DocketsCrowded(ILogger logger, int dockets);

    [LoggerMessage(EventId = 70, Level = LogLevel.Error, Message = "The run of {Function} failed; the next one goes on.")]
    public static partial void TimerFailed(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 71, Level = LogLevel.Warning, Message = "{Function} ran well, and that could not be written down.")]
    public static partial void TimerNotMarked(ILogger logger, string function, Exception exception);

    [LoggerMessage(EventId = 80, Level = LogLevel.Information, Message = "Partner {Partner} is registered in version {Version}.")]
    public static partial void PartnerRegistered(ILogger logger, string partner, long version);

    [LoggerMessage(EventId = 81, Level = LogLevel.Warning, Message = "Partner {Partner} is revoked: {Reason}.")]
    public static partial void PartnerRevoked(ILogger logger, string partner, string reason);

    [LoggerMessage(EventId = 82, Level = LogLevel.Warning, Message = "What was counted of partners' requests since their last leases is lost.")]
    public static partial void PartnerCountsLost(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 83, Level = LogLevel.Warning, Message = "Partner {Partner} was refused: {Code}.")]
    public static partial void PartnerRefused(ILogger logger, string partner, string code);

    [LoggerMessage(EventId = 84, Level = LogLevel.Warning, Message = "The leave of scanner {Scanner} is ended.")]
    public static partial void ScannerEnded(ILogger logger, Guid scanner);

    /// <summary>Tells of one person's revocations when they are unusually many, or more than one person may.</summary>
    /// <param name="logger">Where to.</param>
    /// <param name="alone">How many within a day; null when it would have been too many.</param>
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

    [LoggerMessage(EventId = 90, Level = LogLevel.Information, Message = "Pass {Pass} of the journal archive is through; its last run added {Rows} rows in {Segments} blobs.")]
    public static partial void JournalArchived(ILogger logger, long pass, int rows, int segments);

    [LoggerMessage(EventId = 91, Level = LogLevel.Warning, Message = "Pass {Pass} of the journal archive goes on with the next run; this one added {Rows} rows in {Segments} blobs.")]
    public static partial void JournalArchiveGoesOn(ILogger logger, long pass, int rows, int segments);
}
