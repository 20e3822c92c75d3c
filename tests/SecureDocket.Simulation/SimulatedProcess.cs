using SecureDocket.Approvals;
using SecureDocket.Cardholders;
using SecureDocket.CheckIns;
using SecureDocket.Closures;
using SecureDocket.Conversations;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Inbox;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>One process of the worker: the product's own services over its own way to the tables and the provider.</summary>
internal sealed class SimulatedProcess
{
    private static readonly SmsOptions s_options = new() { Senders = [], Brand = "SDC", Contact = "1-800-555-0100" };

    public SimulatedProcess(InMemoryTables truth, InMemoryBlobs blobs, SimulatedProvider provider, ManualClock clock, KeyedHash hash, Random random, double faults, int perMinute, Func<bool> isVaultAway)
    {
        Tables = new(truth, random, faults);
        var core = Core.Over(Tables, clock, hash, Sender(perMinute), new ProcessSms(provider, Tables), new SimulatedBlobs(blobs, Tables, random, faults),
            new SimulatedVault(Tables, isVaultAway));
        Due = core.Get<DueReminders>();
        Lookups = core.Get<Lookups>();
        Dockets = core.Get<DocketStore>();
        SendDue = core.Get<SendDueReminders>();
        Settle = core.Get<SettleUnansweredReminders>();
        Replan = core.Get<ReplanReminders>();
        SetHearing = core.Get<SetHearing>();
        Report = core.Get<ReportReminders>();
        Receipts = core.Get<RecordDeliveryReport>();
        Texts = core.Get<RecordInboundText>();
        Phones = core.Get<Phones>();
        Offices = core.Get<OfficeStore>();
        Enroll = core.Get<EnrollCardholder>();
        ChangeContact = core.Get<ChangeContact>();
        BookCheckIn = core.Get<BookCheckIn>();
        MoveCheckIn = core.Get<MoveCheckIn>();
        CancelCheckIn = core.Get<CancelCheckIn>();
        MarkMissed = core.Get<MarkMissedCheckIns>();
        FindOpenings = core.Get<FindOpenings>();
        Courts = core.Get<CourtStore>();
        Closures = core.Get<ClosureStore>();
        PreviewClosure = core.Get<PreviewClosure>();
        AnnounceClosure = core.Get<AnnounceClosure>();

        // Closures are all that is approved here; the other executors need signing keys.
        IReadOnlyList<IApprovalExecutor> executors = [new ClosureApproval(Closures, clock)];
        Approve = new(core.Get<ApprovalStore>(), new(core.Get<ApprovalStore>(), executors, clock), executors, clock);
        WithdrawClosure = core.Get<WithdrawClosure>();
        TellClosures = core.Get<TellClosures>();
        Inbox = core.Get<InboxItems>();
        Words = core.Get<KeptWords>();
        AssignItem = core.Get<AssignItem>();
        AnswerItem = core.Get<AnswerItem>();
        CloseItem = core.Get<CloseItem>();
    }

    /// <summary>The number that texts leave from, and those that its carrier answers itself.</summary>
    public static SmsOptions Sender(int perMinute) => s_options with { Senders = [new("+18335550100", perMinute)] };

    public SimulatedTables Tables { get; }

    public DueReminders Due { get; }

    public Lookups Lookups { get; }

    public DocketStore Dockets { get; }

    public SendDueReminders SendDue { get; }

    public SettleUnansweredReminders Settle { get; }

    public ReplanReminders Replan { get; }

    public SetHearing SetHearing { get; }

    public ReportReminders Report { get; }

    public RecordDeliveryReport Receipts { get; }

    public RecordInboundText Texts { get; }

    public Phones Phones { get; }

    public OfficeStore Offices { get; }

    public EnrollCardholder Enroll { get; }

    public ChangeContact ChangeContact { get; }

    public BookCheckIn BookCheckIn { get; }

    public MoveCheckIn MoveCheckIn { get; }

    public CancelCheckIn CancelCheckIn { get; }

    public MarkMissedCheckIns MarkMissed { get; }

    public FindOpenings FindOpenings { get; }

    public CourtStore Courts { get; }

    public ClosureStore Closures { get; }

    public PreviewClosure PreviewClosure { get; }

    public AnnounceClosure AnnounceClosure { get; }

    public Approve Approve { get; }

    public WithdrawClosure WithdrawClosure { get; }

    public TellClosures TellClosures { get; }

    public InboxItems Inbox { get; }

    public KeptWords Words { get; }

    public AssignItem AssignItem { get; }

    public AnswerItem AnswerItem { get; }

    public CloseItem CloseItem { get; }
}
