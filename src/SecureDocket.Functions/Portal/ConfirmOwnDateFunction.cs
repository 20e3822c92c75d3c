using System.Globalization;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /dates/confirmation</c>: the person will be there.</summary>
public sealed class ConfirmOwnDateFunction(PortalPages pages, ConfirmDate confirm)
{
    /// <summary>303 to the dates.</summary>
    [Function("ConfirmOwnDate")]
    [Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dates/confirmation")] HttpRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/dates?done=Expired");
        }

        var actor = request.Actor();
        if (!Enum.TryParse<ReminderSubjectKind>(form("kind"), out var kind) || kind is not (ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn)
            || !long.TryParse(form("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return PortalPages.SeeOther("/dates?done=NotPossible");
        }

        var result = await confirm.ExecuteAsync(
            request.Session().Token!.CardholderId, new(kind, form("id"), version), actor, OperationId.For(actor, form("once")), cancellationToken);
        return PortalPages.SeeOther(result.IsRefused ? "/dates?done=NotPossible" : "/home");
    }
}
