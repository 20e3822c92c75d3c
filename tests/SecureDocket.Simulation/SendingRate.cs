using System.Diagnostics;
using System.Globalization;
using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Dockets;
using SecureDocket.Messages;
using SecureDocket.Reminders;
using SecureDocket.Storage;
using SecureDocket.Testing;

namespace SecureDocket.Simulation;

/// <summary>Measures in real time how fast reminders leave that are all due at once, with a provider that takes 100 ms to answer.</summary>
internal static class SendingRate
{
    private static readonly Actor s_actor = new("System", "simulation");

    /// <summary>Measures one run.</summary>
    /// <param name="count">How many reminders are due.</param>
    /// <param name="tables">Where the dockets are.</param>
    public static async Task<string> MeasureAsync(int count, ITables tables)
    {
        var clock = TimeProvider.System;
        var options = new SmsOptions { Senders = [new("72345", 6000)], Contact = "1-800-555-0100" };
        var provider = new SlowProvider();
        var core = Core.Over(tables, clock, sms: options, provider: provider);
        var (dockets, run) = (core.Get<DocketStore>(), core.Get<SendDueReminders>());
        await Parallel.ForAsync(0, count, async (number, _) => await PlanAsync(dockets, number, Instant.FromDateTimeOffset(clock.GetUtcNow())));

        var watch = Stopwatch.StartNew();
        var sent = await run.ExecuteAsync(default);
        return FormattableString.Invariant($"{sent} of {count} reminders left in {watch.Elapsed.TotalSeconds:0.0} s; {provider.Calls} calls of the provider, at 100 ms each.");
    }

    // An answer is due at whatever hour it is.
    private static async Task PlanAsync(DocketStore dockets, int number, Instant now)
    {
        var details = new SimulatedPerson(number, new Random(number)).Details() with { Mobile = string.Create(CultureInfo.InvariantCulture, $"+1200{number:D7}") };
        var cardholder = new Cardholder { Id = CardholderId.New(), Details = details, EnrolledBy = "simulation" };
        var docket = (await dockets.OpenAsync(cardholder, [], s_actor, OperationId.New(), default))!;
        var subject = new ReminderSubject(ReminderSubjectKind.Text, "measured", 1);
        var reminder = Reminder.Plan(cardholder.Id, subject, ReminderOccasion.Answer, now, now + Duration.FromHours(2)) with { Body = "SDC: Thank you." };
        await dockets.CommitAsync(docket, new("measured") { Reminders = [reminder] }, s_actor, OperationId.New(), default);
    }

    private sealed class SlowProvider : ISms
    {
        private int _calls;

        public int Calls => _calls;

        public async Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken)
        {
            var call = Interlocked.Increment(ref _calls);
            await Task.Delay(100, cancellationToken);
            return new(SmsResult.Accepted, $"Outgoing_{call}");
        }
    }
}
