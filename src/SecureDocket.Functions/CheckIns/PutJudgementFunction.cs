using SecureDocket.CheckIns;

namespace SecureDocket.Functions.CheckIns;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/judgement</c>: records what an officer makes of a missed check-in.</summary>
public sealed class PutJudgementFunction(JudgeMiss judge)
{
    /// <summary>200 with the check-in; 412 if another officer changed the docket meanwhile.</summary>
    [Function("PutJudgement"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/check-ins/{checkInId}/judgement")] HttpRequest request,
        string cardholderId,
        string checkInId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAtVersionAsync(
            Judgements.Read,
            (form, version, actor) => judge.ExecuteAsync(id, checkInId, form, version, actor, cancellationToken),
            docket => JsonAnswer.Ok(
                CheckInView.Of(docket.CheckIns.Single(checkIn => checkIn.Id == checkInId)), CheckInsJson.Answers.CheckInView, RequestReading.ETag(docket.Version)),
            cancellationToken));
}
