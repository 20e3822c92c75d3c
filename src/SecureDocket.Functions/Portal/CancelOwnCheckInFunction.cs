using SecureDocket.CheckIns;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /check-ins/{checkInId}/cancellation</c>: the person cancels a check-in.</summary>
public sealed class CancelOwnCheckInFunction(PortalPages pages, CancelCheckIn cancel)
{
    /// <summary>303 to the dates.</summary>
    [Function("CancelOwnCheckIn"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "check-ins/{checkInId}/cancellation")] HttpRequest request,
        string checkInId,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/dates?done=Expired");
        }

        var actor = request.Actor();
        var result = await cancel.ExecuteAsync(
            request.Session().Token!.CardholderId,
            checkInId,
            CancelReasons.PersonAsked,
            CheckInBooking.Cardholder,
            actor,
            OperationId.For(actor, form("once")),
            cancellationToken);
        return PortalPages.SeeOther(!result.IsRefused ? "/dates?done=WasCancelled"
            : result.Refusals.Any(refusal => refusal.Code == "check-in-status") && GetCancelPageFunction.IsCancelled(request.Docket(), checkInId) ? "/dates?done=AlreadyCancelled"
            : "/dates?done=NotPossible");
    }
}
