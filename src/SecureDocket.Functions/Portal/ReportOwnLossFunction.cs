using SecureDocket.Cards;
using SecureDocket.Dockets;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /loss</c>: the person reports the card as lost.</summary>
public sealed class ReportOwnLossFunction(PortalPages pages, ChangeCardStatus move, DocketStore dockets, TimeProvider clock)
{
    /// <summary>303 to what happens next; the card is no longer in force.</summary>
    [Function("ReportOwnLoss"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "loss")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/loss?done=Expired");
        }

        var actor = request.Actor();
        if (!StatusReasons.ToReport.Contains(form("reason")))
        {
            return PortalPages.SeeOther("/loss?done=ChooseLoss");
        }

        if (!CardNumber.TryParse(request.Session().CardNumber, out var number))
        {
            return PortalPages.SeeOther("/loss?done=NotPossible");
        }

        var operation = OperationId.For(actor, form("once"));
        var result = await move.ExecuteAsync(number, CardMove.ReportLost, form("reason"), actor, null, operation, cancellationToken);
        return PortalPages.SeeOther(!result.IsRefused ? "/loss?done=Reported" : await IsReportedAsync(request, cancellationToken) ? "/loss" : "/home?done=NotPossible");
    }

    // Whoever comes back to the form and sends it again sees what is true.
    private async Task<bool> IsReportedAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await dockets.LoadAsync(request.Session().Token!.CardholderId, cancellationToken) is { } docket && ReportFound.ReportedIn(docket, clock.GetUtcNow()) is not null;
}
