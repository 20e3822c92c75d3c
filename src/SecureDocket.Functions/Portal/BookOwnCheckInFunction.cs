using NodaTime;
using SecureDocket.CheckIns;
using SecureDocket.Times;

namespace SecureDocket.Functions.Portal;

/// <summary><c>POST /check-ins/booking</c>: the person books a check-in or moves a booked one.</summary>
public sealed class BookOwnCheckInFunction(PortalPages pages, BookCheckIn book, MoveCheckIn move)
{
    /// <summary>303 to the dates, or back to the days when the slot has been taken in the meantime, or to the choice that is missing.</summary>
    [Function("BookOwnCheckIn"), Access(Cardholder = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "check-ins/booking")] HttpRequest request,
        CancellationToken cancellationToken)
    {
        if (await pages.ReadFormAsync(request, cancellationToken) is not { } form)
        {
            return PortalPages.SeeOther("/dates?done=Expired");
        }

        var (office, moved) = (form("office"), form("move"));
        if (!LocalMinute.Pattern.Parse(form("start")).TryGetValue(default, out var start))
        {
            return PortalPages.SeeOther($"{Step(office, moved)}&day={Uri.EscapeDataString(form("day"))}&done={PortalText.ChooseTime}");
        }

        var result = await RunAsync(request, office, moved, start, form("once"), cancellationToken);
        return PortalPages.SeeOther(
            !result.IsRefused ? $"/home?done={(moved.Length == 0 ? PortalText.Booked : PortalText.Moved)}"
            : result.Refusals.All(refusal => refusal.Field == "start") ? $"{Step(office, moved)}&done={PortalText.SlotTaken}"
            : result.Refusals.Any(refusal => refusal.Code == "check-in-exists") ? "/check-ins/booking"
            : $"/dates?done={PortalText.NotPossible}");
    }

    private static string Step(string office, string moved)
    {
        var move = moved.Length == 0 ? "" : $"move={Uri.EscapeDataString(moved)}&";
        return $"/check-ins/booking?{move}office={Uri.EscapeDataString(office)}";
    }

    private Task<Result<CheckIn>> RunAsync(
        HttpRequest request, string office, string moved, LocalDateTime start, string once, CancellationToken cancellationToken)
    {
        var (id, actor) = (request.Session().Token!.CardholderId, request.Actor());
        var operation = OperationId.For(actor, once);
        return moved.Length == 0
            ? book.ExecuteAsync(id, office, start, CheckInBooking.Cardholder, actor, operation, cancellationToken)
            : move.ExecuteAsync(id, moved, office, start, CheckInBooking.Cardholder, actor, operation, cancellationToken);
    }
}
