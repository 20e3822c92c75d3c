using SecureDocket.Cards;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /loss/found</c>: the person says that the lost card is found.</summary>
public sealed class ReportOwnFindFunction(PortalPages pages, ReportFound found)
{
    /// <summary>303 back to the page about the loss.</summary>
    [Function("ReportOwnFind"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "loss/found")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is null)
        {
            return PortalPages.SeeOther("/loss?done=Expired");
        }

        return PortalPages.SeeOther(await found.ExecuteAsync(request.Docket(), cancellationToken) ? "/loss?done=FoundTold" : "/loss");
    }
}
