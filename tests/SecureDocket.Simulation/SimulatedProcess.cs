using SecureDocket.CheckIns;
using SecureDocket.Conversations;
using SecureDocket.Dockets;
using SecureDocket.Hearings;
using SecureDocket.Messages;
using SecureDocket.Places;
using SecureDocket.Reminders;
using SecureDocket.StatusLists;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>One process of the worker: the product's own services over its own way to the tables and the provider.</summary>
internal sealed class SimulatedProcess
{
    private static readonly SmsOptions s_options = new() { Senders = [], Brand = "SDC", Contact = "1-800-555-0100" };

    public SimulatedProcess(InMemoryTables truth, SimulatedProvider provider, ManualClock clock, KeyedHash hash, Random random, double faults, int perMinute)
    {
        Tables = new(truth, random, faults);
        var sms = s_options with { Senders = [new("+18335550100", perMinute)] };
        Due = new(Tables, clock);
        Lookups = new(Tables, hash);
        Dockets = new(Tables, new StatusChanges(Tables, clock), new CourtDays(Tables), Due, hash, new Telemetry(), clock);
        var watermarks = new Watermarks(Tables);
        var rates = new SenderRates(Tables, clock);
        var phones = new Phones(Tables, hash);
        var seats = new Seats(Tables, Dockets, clock);
        var offices = new OfficeStore(Tables);
        var text = new ReminderText(sms);
        var send = new SendReminder(Dockets, Due, phones, new ProcessSms(provider, Tables), sms, text, clock);
        SendDue = new(send, Due, watermarks, rates, sms, clock);
        Settle = new(Due, Dockets, watermarks, clock);
        Replan = new(Tables, Dockets, Due, watermarks, clock);
        SetHearing = new(Dockets, Lookups, new CourtStore(Tables), new HearingQuarantine(Tables, clock), clock);
        Report = new(Due, Dockets);
        Receipts = new(Dockets, phones, clock);
        Texts = new(
            Lookups, Dockets, phones, new FindOpenings(offices, seats, clock), new MoveCheckIn(offices, Dockets, seats, clock), new Answers(text), sms, clock);
    }

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
}
