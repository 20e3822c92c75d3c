using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using SecureDocket.Tests.Dockets;
using Xunit;

namespace SecureDocket.Tests.Cardholders;

/// <summary>An enrollment and a change of number meet every fault at every call: once they are repeated, the person is welcomed once, on the number they have.</summary>
public sealed class WelcomeCrashTests
{
    private const string NewMobile = "+17135550198";

    private static readonly Actor s_officer = new("Enrollment.Officer", "officer");
    private static readonly OperationId s_enrollment = OperationId.For(s_officer, "enrollment");

    public static TheoryData<TransportFault> Faults => [.. FaultProof.Faults];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_call_of_an_enrollment_leaves_one_first_text_once_it_is_repeated(TransportFault fault)
    {
        for (var (call, wasMet) = (0, true); wasMet; call++)
        {
            var bench = new DocketTestBed();
            wasMet = await FailAsync(bench, call, fault, core => EnrollAsync(core));

            var docket = (await EnrollAsync(CoreOf(bench))).Docket;

            await AssertWelcomedOnceAsync(bench, docket.Cardholder.Id, DocketTestBed.Mobile);
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_at_any_call_of_a_change_of_number_leaves_one_first_text_to_the_new_one_once_it_is_repeated(TransportFault fault)
    {
        for (var (call, wasMet) = (0, true); wasMet; call++)
        {
            // The first text to the number before still waits.
            var bench = new DocketTestBed();
            var docket = (await EnrollAsync(CoreOf(bench))).Docket;
            Assert.Single(WelcomesIn(docket), IsPlanned);
            wasMet = await FailAsync(bench, call, fault, core => ChangeAsync(core, docket));

            await ChangeAsync(CoreOf(bench), docket);

            Assert.Equal(["cardholder-enrolled", "contact-changed"], bench.JournalOf(docket.Cardholder.Id));
            await AssertWelcomedOnceAsync(bench, docket.Cardholder.Id, NewMobile);
        }
    }

    // The repeated request comes a minute later, when the first text is due at another time.
    private static async Task<bool> FailAsync(DocketTestBed bench, int call, TransportFault fault, Func<IServiceProvider, Task> command)
    {
        bench.Tap.Restart();
        bench.Tap.FailAt(call, fault);
        var failure = await Record.ExceptionAsync(() => command(CoreOf(bench)));
        var wasMet = bench.Tap.Requests.Count > call;
        bench.Tap.Restart();
        Assert.True(failure is null or DependencyUnavailableException, $"{failure}");
        bench.Clock.Advance(TimeSpan.FromMinutes(1));
        return wasMet;
    }

    private static async Task AssertWelcomedOnceAsync(DocketTestBed bench, CardholderId id, string mobile)
    {
        var docket = await bench.LoadAsync(id);
        Assert.Equal(mobile, docket.Cardholder.Details.Mobile);
        var welcome = Assert.Single(WelcomesIn(docket), IsPlanned);
        Assert.True(bench.HasHint(welcome), $"{welcome} has no hint.");
        Assert.Null(welcome.To);
        Assert.All(WelcomesIn(docket).Where(other => other != welcome), other => Assert.Equal((ReminderState.Superseded, null), (other.State, other.Body)));

        var sms = new RecordingSms(bench.Clock);
        var core = CoreOf(bench, sms);
        for (var run = 0; run < 3; run++)
        {
            await core.Get<SendDueReminders>().ExecuteAsync(default);
            bench.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(mobile, Assert.Single(sms.Left, left => left.Message.Text == welcome.Body).Message.To);
        Assert.Single(sms.Left, left => left.Message.To == mobile);
    }

    private static IEnumerable<Reminder> WelcomesIn(Docket docket) => docket.Reminders.Where(reminder => reminder.Subject is { Kind: ReminderSubjectKind.Text, Id: "welcome" });

    private static bool IsPlanned(Reminder reminder) => reminder.State == ReminderState.Planned;

    private static async Task<Enrollment> EnrollAsync(IServiceProvider core)
    {
        var details = new CardholderDetails
        {
            ANumber = "A200000017",
            Name = "Miron Zarechny",
            LatinName = "Miron Zarechny",
            BirthDate = BirthDate.TryParse("1990-02-28", out var birthDate) ? birthDate : default,
            Nationality = "UKR",
            Language = "en",
            Mobile = DocketTestBed.Mobile,
            TimeZone = "America/Chicago",
        };
        return (await core.Get<EnrollCardholder>().ExecuteAsync(new(details, []), s_officer, s_enrollment, default)).Value!;
    }

    private static async Task ChangeAsync(IServiceProvider core, Docket docket)
    {
        var details = docket.Cardholder.Details;
        var contact = new Contact(details.Language, NewMobile, details.TimeZone, details.MessageTier, details.CodeWord);
        var changed = await core.Get<ChangeContact>().ExecuteAsync(docket.Cardholder.Id, VersionMatch.OneOf([docket.Version]), contact, s_officer, default);
        Assert.False(changed.IsRefused);
    }

    // Each command is another process's.
    private static IServiceProvider CoreOf(DocketTestBed bench, ISms? sms = null) => Core.Over(
        bench.Tables, bench.Clock, bench.Hash, new() { Senders = [new(DocketTestBed.Sender, 200)], Contact = "1-800-555-0100" }, sms, bench.Blobs);
}
