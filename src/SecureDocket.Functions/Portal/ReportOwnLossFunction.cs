using SecureDocket.Cards;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /loss</c>: the person reports the card as lost.</summary>
public sealed class ReportOwnLossFunction(PortalPages pages, ChangeCardStatus move)
{
    /// <summary>303 to the dates; the card is no longer in force.</summary>
    [Function("ReportOwnLoss"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "loss")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/loss?done=Expired");
        }

        var actor = request.Actor();
        if (!StatusReasons.ToReport.Contains(form("reason")) || !CardNumber.TryParse(request.Session().CardNumber, out var number))
        {
            return PortalPages.SeeOther("/loss?done=NotPossible");
        }

        var operation = OperationId.For(actor, form("once"));
        var result = await move.ExecuteAsync(number, CardMove.ReportLost, form("reason"), actor, null, operation, cancellationToken);
        return PortalPages.SeeOther(result.IsRefused ? "/home?done=NotPossible" : "/home?done=Reported");
    }
}
