using NodaTime;
using SecureDocket.Reminders;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Tests.Reminders;

/// <summary>A mass of notices of dates far ahead delays no reminder of tomorrow's date, at every rate.</summary>
public sealed class FloodTests
{
    // Fewer than are bundled in a day.
    private const int NoticesOfAPerson = 8;

    [Theory]
    [InlineData(10, 3_000, 100)]
    [InlineData(60, 2_000, 300)]
    public Task Reminders_of_tomorrow_leave_within_two_minutes_beside_a_mass_of_notices(int perMinute, int notices, int reminders) =>
        FloodAsync(perMinute, notices, reminders);

    [LongFact]
    public Task Two_thousand_reminders_of_tomorrow_leave_within_two_minutes_beside_sixty_thousand_notices() => FloodAsync(200, 60_000, 2_000);

    private static async Task FloodAsync(int perMinute, int notices, int reminders)
    {
        World world = new(new() { Senders = [new("+18335550100", perMinute)], Brand = "SDC", Contact = "1-800-555-0100" });
        List<CardholderId> reminded = [];
        var first = new LocalDateTime(2030, 6, 6, 10, 0);

        // Together they are half of what the number may send.
        var reminderEvery = Duration.FromSeconds(120.0 / perMinute);
        for (var person = 0; person < reminders; person++)
        {
            var id = await world.EnrollAsync();
            var start = first.PlusMinutes((int)(reminderEvery * person).TotalMinutes);
            await world.PutAsync(id, Dates.Hearing($"{start:uuuu-MM-dd'T'HH:mm}"));
            reminded.Add(id);
        }

        // Their own notices leave before the flood.
        await UntilAsync(world, Instant.FromUtc(2030, 6, 4, 0, 30));
        world.AdvanceTo(Instant.FromUtc(2030, 6, 4, 14, 0));
        await UntilAsync(world, Instant.FromUtc(2030, 6, 4, 14, 0) + Duration.FromMinutes(reminders / perMinute));
        world.AdvanceTo(Instant.FromUtc(2030, 6, 5, 14, 50));
        for (var person = 0; person < notices / NoticesOfAPerson; person++)
        {
            var id = await world.EnrollAsync();
            for (var hearing = 0; hearing < NoticesOfAPerson; hearing++)
            {
                await world.PutAsync(id, Dates.Hearing("2031-03-03T09:00", id: $"F-{hearing}"));
            }
        }

        var before = world.Sms.Left.Count;
        var last = Instant.FromUtc(2030, 6, 5, 15, 0) + (reminderEvery * reminders) + Duration.FromMinutes(3);
        await UntilAsync(world, last);
        foreach (var id in reminded)
        {
            var reminder = Assert.Single((await world.DocketAsync(id)).Reminders, each => each.Occasion == ReminderOccasion.OneDay);
            Assert.InRange(reminder.SentAt!.Value - reminder.Due, Duration.Zero, Duration.FromMinutes(2));
        }

        // The rest of the rate is the flood's.
        Assert.InRange(world.Sms.Left.Count - before, (int)(0.9 * Math.Min(notices + reminders, perMinute * (last - Instant.FromUtc(2030, 6, 5, 14, 50)).TotalMinutes)), int.MaxValue);
    }

    private static async Task UntilAsync(World world, Instant end)
    {
        while (world.Now < end)
        {
            await world.Process.Send.ExecuteAsync(default);
            world.Advance(Duration.FromMinutes(1));
        }
    }
}
