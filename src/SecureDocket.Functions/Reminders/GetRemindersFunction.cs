using SecureDocket.Dockets;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Reminders;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/reminders</c>: a cardholder's past and planned reminders.</summary>
public sealed class GetRemindersFunction(ViewReminders view)
{
    /// <summary>200 with all reminders on record, ordered by due time.</summary>
    [Function("GetReminders"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.DocketAuditor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/reminders")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), cancellationToken))
            .OrProblem(docket => JsonAnswer.Ok(RemindersView.Of(docket), RemindersJson.Answers.RemindersView)));
}

/// <summary>A cardholder's reminders.</summary>
/// <param name="TimeZone">The person's time zone.</param>
/// <param name="Reminders">The reminders, ordered by due time.</param>
public sealed record RemindersView(string TimeZone, IReadOnlyList<ReminderView> Reminders)
{
    internal static RemindersView Of(Docket docket)
    {
        var zone = docket.Cardholder.Details.TimeZone;
        return new(zone, [.. docket.Reminders.Select(reminder => ReminderView.Of(reminder, zone))]);
    }
}
