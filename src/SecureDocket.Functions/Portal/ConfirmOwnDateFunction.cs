using System.Globalization;
using SecureDocket.Reminders;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /dates/confirmation</c>: the person confirms attendance.</summary>
public sealed class ConfirmOwnDateFunction(PortalPages pages, ConfirmDate confirm)
{
    /// <summary>303 to the dates.</summary>
    [Function("ConfirmOwnDate"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dates/confirmation")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/dates?done=Expired");
        }

        var actor = request.Actor();
        if (!Enum.TryParse<ReminderSubjectKind>(form("kind"), out var kind)
            || kind is not (ReminderSubjectKind.Hearing or ReminderSubjectKind.CheckIn)
            || !long.TryParse(form("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return PortalPages.SeeOther("/dates?done=NotPossible");
        }

        var subject = new ReminderSubject(kind, form("id"), version);
        var operation = OperationId.For(actor, form("once"));
        var result = await confirm.ExecuteAsync(request.Session().Token!.CardholderId, subject, actor, operation, cancellationToken);
        return PortalPages.SeeOther(result.IsRefused ? "/dates?done=NotPossible" : "/home");
    }
}
