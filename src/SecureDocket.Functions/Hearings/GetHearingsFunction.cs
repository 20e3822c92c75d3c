using SecureDocket.Hearings;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/hearings</c>: a cardholder's hearings.</summary>
public sealed class GetHearingsFunction(ViewHearings view)
{
    /// <summary>200 with all hearings in chronological order, including cancelled and past ones; a registrar gets those of their courts.</summary>
    [Function("GetHearings"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.CourtRegistrar)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/hearings")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await view.ExecuteAsync(id, request.Actor(), request.Actor().Role == Roles.CourtRegistrar, cancellationToken))
            .OrProblem(seen => JsonAnswer.Ok(new HearingsView([.. seen.Hearings.Select(HearingView.Of)]), HearingsJson.Answers.HearingsView)));
}

/// <summary>A cardholder's hearings.</summary>
/// <param name="Hearings">In chronological order.</param>
public sealed record HearingsView(IReadOnlyList<HearingView> Hearings);
