using SecureDocket.Inbox;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>GET /api/v1/inbox</c>: what people have to read.</summary>
public sealed class GetInboxFunction(InboxItems items, TimeProvider clock)
{
    /// <summary>200 with a page of items, the urgent ones first, then oldest first, without names or words.</summary>
    [Function("GetInbox"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer), Query("office", "state", "page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/inbox")] HttpRequest request, CancellationToken cancellationToken)
    {
        string? office = request.Query["office"], state = request.Query["state"];
        List<Refusal> faults = [.. CheckOffice(office), .. state is null || InboxFormRefusals.States.Contains(state) ? Array.Empty<Refusal>() : [InboxFormRefusals.State]];
        return faults.Count > 0
            ? ProblemResult.Of(faults)
            : (await items.PageAsync(state == "done", office, request.Query["page"], cancellationToken)).OrProblem(page => JsonAnswer.Ok(
                new InboxView([.. page.Items.Select(listed => InboxItemView.Of(listed, request.Actor(), clock.GetUtcNow()))], page.Next),
                InboxJson.Answers.InboxView));
    }

    private static Refusal[] CheckOffice(string? office) =>
        office is null || office.Length is >= 2 and <= 8 && office.All(char.IsAsciiLetterOrDigit) ? [] : [CommandsRefusals.PlaceId("office")];
}
