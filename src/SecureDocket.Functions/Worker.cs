using Azure.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using SecureDocket.Approvals;
using SecureDocket.Archive;
using SecureDocket.Azure;
using SecureDocket.Cardholders;
using SecureDocket.Cards;
using SecureDocket.CheckIns;
using SecureDocket.Conversations;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Documents;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Cards;
using SecureDocket.Functions.CheckIns;
using SecureDocket.Functions.Commands;
using SecureDocket.Functions.Contract;
using SecureDocket.Functions.Health;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Pages;
using SecureDocket.Functions.Partners;
using SecureDocket.Functions.Pipeline;
using SecureDocket.Functions.Portal;
using SecureDocket.Functions.Problems;
using SecureDocket.Functions.SignIns;
using SecureDocket.Functions.Verdicts;
using SecureDocket.Health;
using SecureDocket.Hearings;
using SecureDocket.Journals;
using SecureDocket.Keys;
using SecureDocket.Limits;
using SecureDocket.Messages;
using SecureDocket.Partners;
using SecureDocket.Places;
using SecureDocket.Printing;
using SecureDocket.Reminders;
using SecureDocket.Sandbox;
using SecureDocket.Scanners;
using SecureDocket.Seals;
using SecureDocket.SignIns;
using SecureDocket.Signing;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Verdicts;

namespace SecureDocket.Functions;

/// <summary>The composition root: the same in the Functions worker, in the local host and in tests.</summary>
public static class Worker
{
    /// <summary>Adds every service and middleware of the worker. Nothing here does I/O.</summary>
    /// <param name="builder">The worker's builder.</param>
    /// <param name="configuration">Where <see cref="WorkerSettings"/> come from.</param>
    public static IFunctionsWorkerApplicationBuilder AddSecureDocket(this IFunctionsWorkerApplicationBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics().AddSingleton<Telemetry>();
        var (needsVault, needsSms) = (!services.Any(service => service.ServiceType == typeof(ISigningKeys)), !services.Any(service => service.ServiceType == typeof(ISms)));
        services.AddSingleton(_ => WorkerSettings.Read(configuration, needsVault, needsSms));
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().Cards);
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().Access);
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().Security);
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().Sms);
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().SignIn);
        services.AddSingleton(provider => provider.GetRequiredService<WorkerSettings>().Gateway);
        services.AddSingleton(provider => new KeyedHash(provider.GetRequiredService<WorkerSettings>().LookupSecret));

        services.TryAddSingleton(provider => AzureClients.CredentialOf(provider.GetRequiredService<WorkerSettings>().Azure.ClientId, provider.GetService<AzureTransport>()));
        services.AddSingleton(provider => new AzureClients(
            provider.GetRequiredService<WorkerSettings>().Azure, provider.GetRequiredService<TokenCredential>, provider.GetService<AzureTransport>(),
            provider.GetRequiredService<Telemetry>()));
        services.TryAddSingleton<ITables>(provider => provider.GetRequiredService<AzureClients>().Tables());
        services.TryAddSingleton<IBlobs>(provider => provider.GetRequiredService<AzureClients>().Blobs());
        services.TryAddSingleton<ISigningKeys>(provider => provider.GetRequiredService<AzureClients>().SigningKeys());
        services.TryAddSingleton<ISms>(provider => provider.GetRequiredService<AzureClients>().Sms());
        services.TryAddSingleton<Network>();
        services.TryAddSingleton<PinHasher>();
        services.TryAddSingleton(provider => new SteadyAnswers(provider.GetRequiredService<SignInOptions>(), TimeProvider.System));

        services
            .AddSingleton<AddDocument>()
            .AddSingleton<AdmitPartner>()
            .AddSingleton<Allowances>()
            .AddSingleton<Answers>()
            .AddSingleton<ApprovalRuns>()
            .AddSingleton<ApprovalStore>()
            .AddSingleton<Approve>()
            .AddSingleton<ApprovePhotoChange>()
            .AddSingleton<ArchiveJournal>()
            .AddSingleton<AskForCodeAgain>()
            .AddSingleton<AttachPhoto>()
            .AddSingleton<BeginSignIn>()
            .AddSingleton<BookCheckIn>()
            .AddSingleton<CancelCheckIn>()
            .AddSingleton<CardRevocations>()
            .AddSingleton<CardStates>()
            .AddSingleton<Challenges>()
            .AddSingleton<CardsOfKey>()
            .AddSingleton<ChangeContact>()
            .AddSingleton<ChangeNumber>()
            .AddSingleton<CheckReadiness>()
            .AddSingleton<ClearanceReviews>()
            .AddSingleton<CompareStatusLists>()
            .AddSingleton<ContinueApprovals>()
            .AddSingleton<ConfirmDate>()
            .AddSingleton<CourtDays>()
            .AddSingleton<CourtStore>()
            .AddSingleton<DecideSeal>()
            .AddSingleton<DisclosureLog>()
            .AddSingleton<DocketStore>()
            .AddSingleton<IDocketFollower, CardStatusFollower>()
            .AddSingleton<IDocketFollower, CourtDayFollower>()
            .AddSingleton<IDocketFollower, ReminderFollower>()
            .AddSingleton<Downloads>()
            .AddSingleton<DropOldQuarantine>()
            .AddSingleton<DropOldRequests>()
            .AddSingleton<DropOldSignIns>()
            .AddSingleton<DueReminders>()
            .AddSingleton<EndorseKeys>()
            .AddSingleton<EndScanner>()
            .AddSingleton<EnrollCardholder>()
            .AddSingleton<AlikePeople>()
            .AddSingleton<ReviewAlikePeople>()
            .AddSingleton<ExpireCards>()
            .AddSingleton<FindOpenings>()
            .AddSingleton<FinishSignIn>()
            .AddSingleton<GivePaperCodes>()
            .AddSingleton<HearingQuarantine>()
            .AddSingleton<IdempotencyLog>()
            .AddSingleton<ImportCardholders>()
            .AddSingleton<ImportHearings>()
            .AddSingleton<IssueCard>()
            .AddSingleton<IssuedCards>()
            .AddSingleton<JournalArchive>()
            .AddSingleton<KeyRegister>()
            .AddSingleton<KeyRing>()
            .AddSingleton<KnownBrowsers>()
            .AddSingleton<Lookups>()
            .AddSingleton<MarkMissedCheckIns>()
            .AddSingleton<MoveCard>()
            .AddSingleton<MoveCheckIn>()
            .AddSingleton<OfficeStore>()
            .AddSingleton<ChangeOffice>()
            .AddSingleton<OpenDocument>()
            .AddSingleton<Openings>()
            .AddSingleton<PartnerDays>()
            .AddSingleton<PartnerMeters>()
            .AddSingleton<PartnerRegistry>()
            .AddSingleton<PartnerStore>()
            .AddSingleton<Phones>()
            .AddSingleton<PrintCard>()
            .AddSingleton<PublishStatusLists>()
            .AddSingleton<Quarantine>()
            .AddSingleton<ReadHistory>()
            .AddSingleton<RecordAttendance>()
            .AddSingleton<RecordClearance>()
            .AddSingleton<RecordComparison>()
            .AddSingleton<RecordDeliveryReport>()
            .AddSingleton<RecordInboundText>()
            .AddSingleton<RecordScans>()
            .AddSingleton<RegisterPartner>()
            .AddSingleton<ReleaseHearing>()
            .AddSingleton<ReleaseHearingId>()
            .AddSingleton<ReminderText>()
            .AddSingleton<ReplanReminders>()
            .AddSingleton<ReportDownloads>()
            .AddSingleton<ReportReminders>()
            .AddSingleton<ReportScanner>()
            .AddSingleton<ReportSeals>()
            .AddSingleton<ReportUsage>()
            .AddSingleton<RequestApproval>()
            .AddSingleton<RevocationShares>()
            .AddSingleton<RevokeCards>()
            .AddSingleton<RevokePartner>()
            .AddSingleton<SealStore>()
            .AddSingleton<Seats>()
            .AddSingleton<ScannerStore>()
            .AddSingleton<SendDueReminders>()
            .AddSingleton<SendReminder>()
            .AddSingleton<SandboxWorld>()
            .AddSingleton<Sessions>()
            .AddSingleton<SenderRates>()
            .AddSingleton<SetCheckInSchedule>()
            .AddSingleton<SetBackHearing>()
            .AddSingleton<SetHearing>()
            .AddSingleton<SetPin>()
            .AddSingleton<SettleUnansweredReminders>()
            .AddSingleton<SignInStore>()
            .AddSingleton<SignInTexts>()
            .AddSingleton<SiteStore>()
            .AddSingleton<SmsEventLag>()
            .AddSingleton<StatusChanges>()
            .AddSingleton<StatusIndexes>()
            .AddSingleton<StatusListStore>()
            .AddSingleton<TextSignInCode>()
            .AddSingleton<TimerMarks>()
            .AddSingleton<VerifyCard>()
            .AddSingleton<VerifySandboxCard>()
            .AddSingleton<ViewApprovals>()
            .AddSingleton<ViewCard>()
            .AddSingleton<ViewCardholder>()
            .AddSingleton<ViewCheckIns>()
            .AddSingleton<ViewClearanceReviews>()
            .AddSingleton<ViewCourtDay>()
            .AddSingleton<ViewDocuments>()
            .AddSingleton<ViewHearings>()
            .AddSingleton<ViewKeyCards>()
            .AddSingleton<ViewOwnDisclosures>()
            .AddSingleton<ViewPartners>()
            .AddSingleton<ViewPhoto>()
            .AddSingleton<ViewPhotoChange>()
            .AddSingleton<ViewReminders>()
            .AddSingleton<ViewSeals>()
            .AddSingleton<ViewSlots>()
            .AddSingleton<Watermarks>()
            .AddSingleton<IApprovalExecutor, BulkRevocation>()
            .AddSingleton<IApprovalExecutor, KeyWithdrawal>()
            .AddSingleton<WithdrawDocument>()
            .AddSingleton<WithdrawKey>();

        services
            .AddSingleton<AccessRules>()
            .AddSingleton<CardMoves>()
            .AddSingleton<CardOrders>()
            .AddSingleton<CheckInRequests>()
            .AddSingleton<ContractDocument>()
            .AddSingleton<ContractPage>()
            .AddSingleton<IdempotentRequests>()
            .AddSingleton<OfficerPages>()
            .AddSingleton<IOpeningAlarm, OpeningAlarm>()
            .AddSingleton<PaperCodeRequests>()
            .AddSingleton<PortalLanguages>()
            .AddSingleton<PortalPages>()
            .AddSingleton<PortalSessions>()
            .AddSingleton<PublicThrottle>()
            .AddSingleton<ReadinessProbe>()
            .AddSingleton<RefusedPartners>()
            .AddSingleton<RouteTable>()
            .AddSingleton(_ => TimerPlans.Find())
            .AddSingleton<TokenValidator>()
            .AddSingleton<Venues>()
            .AddSingleton(_ => new WebFiles())
            .AddHostedService<PartnerCountsKeeper>()
            .AddHostedService<SignInTextSender>();
        services.TryAddSingleton<BaseConfigurationManager>(provider => new ConfigurationManager<OpenIdConnectConfiguration>(
            provider.GetRequiredService<AccessOptions>().MetadataAddress.AbsoluteUri,
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = TimeSpan.FromSeconds(10) })));

        return builder.UseMiddleware<ProblemMiddleware>().UseMiddleware<DeadlineMiddleware>().UseMiddleware<AccessMiddleware>().UseMiddleware<QueryMiddleware>().UseMiddleware<TimerMiddleware>();
    }
}
