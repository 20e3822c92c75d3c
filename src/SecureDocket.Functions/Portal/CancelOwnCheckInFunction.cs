using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Functions.Access;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /check-ins/{checkInId}/cancellation</c>: the person cancels a check-in.</summary>
public sealed class CancelOwnCheckInFunction(PortalPages pages, CancelCheckIn cancel, TimeProvider clock)
{
    /// <summary>303 to the dates.</summary>
    [Function("CancelOwnCheckIn")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "check-ins/{checkInId}/cancellation")] HttpRequest request,
        string checkInId,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/dates?done=Expired");
        }

        var docket = request.Docket();
        // Only what is to come: a person does not undo that a check-in was missed.
        var actor = request.Actor();
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var operation = OperationId.For(actor, form("once"));
        if (docket.CheckIns.FirstOrDefault(checkIn => checkIn.Id == checkInId) is not { } known || (!known.IsUpcoming(now) && !known.Operations.Contains(operation.Value)))
        {
            return PortalPages.SeeOther("/dates?done=NotPossible");
        }

        var result = await cancel.ExecuteAsync(docket.Cardholder.Id, checkInId, CancelReasons.PersonAsked, actor, operation, cancellationToken);
        return PortalPages.SeeOther(result.IsRefused ? "/dates?done=NotPossible" : "/dates?done=WasCancelled");
    }
}
