using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Retention;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/hold</c>: places a hold on a docket, so that nothing erases it.</summary>
public sealed class PutHoldFunction(HoldDocket hold)
{
    /// <summary>200 with the hold, also when repeated.</summary>
    [Function("PutHold"), Access(Roles.ProgramAdministrator)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/hold")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(id => request.SetAsync(
            (json, faults) => json.OneOf("reason", DocketHold.All, faults)!,
            (reason, actor) => hold.PlaceAsync(id, reason, actor, cancellationToken),
            placed => JsonAnswer.Ok(HoldView.Of(placed), RetentionJson.Answers.HoldView),
            cancellationToken));
}

/// <summary>A hold on a docket.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="By">Who placed it, as an opaque ID.</param>
/// <param name="At">When.</param>
public sealed record HoldView(string Reason, string By, DateTimeOffset At)
{
    internal static HoldView Of(DocketHold hold) => new(hold.Reason, hold.By, hold.At);
}
