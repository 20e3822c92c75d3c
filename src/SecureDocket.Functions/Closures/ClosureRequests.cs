using SecureDocket.Closures;
using SecureDocket.Functions.Approvals;
using SecureDocket.Places;

namespace SecureDocket.Functions.Closures;

/// <summary>Answers requests about the closures of offices and of courts, which differ in their addresses alone.</summary>
public sealed class ClosureRequests(
    PreviewClosure preview, AnnounceClosure announce, WithdrawClosure withdraw, ViewClosures view, IdempotentRequests requests)
{
    /// <summary>200 with what a closure would touch.</summary>
    internal async Task<IResult> PreviewAsync(HttpRequest request, PlaceKind kind, string placeId, CancellationToken cancellationToken)
    {
        var form = new ClosureForm { Day = request.Query["day"], From = request.Query["from"], To = request.Query["to"] };
        return (await preview.ExecuteAsync(kind, placeId, form, cancellationToken))
            .OrProblem(found => JsonAnswer.Ok(ClosurePreviewView.Of(found), ClosuresJson.Answers.ClosurePreviewView));
    }

    /// <summary>201 with the announced closure; 202 with the approval that it needs.</summary>
    internal Task<IResult> AnnounceAsync(HttpRequest request, PlaceKind kind, string placeId, CancellationToken cancellationToken) => requests.RunAsync(
        request,
        Read,
        (form, actor, operation) => announce.ExecuteAsync(kind, placeId, form, actor, operation, cancellationToken),
        announced => announced.Approval is { } approval
            ? JsonAnswer.Given(202, ApprovalView.Of(approval), ApprovalsJson.Answers.ApprovalView, Links.Approval(approval.Id))
            : JsonAnswer.Given(201, ClosureView.Of(announced.Closure, kind, null), ClosuresJson.Answers.ClosureView),
        cancellationToken);

    /// <summary>200 with all closures of the place.</summary>
    internal async Task<IResult> ListAsync(PlaceKind kind, string placeId, CancellationToken cancellationToken) =>
        (await view.AllAsync(kind, placeId, cancellationToken)).OrProblem(all => JsonAnswer.Ok(
            new ClosuresView([.. all.Select(each => ClosureView.Of(each.Closure, kind, each.Count))]), ClosuresJson.Answers.ClosuresView));

    /// <summary>200 with a page of a closure's dates.</summary>
    internal async Task<IResult> DatesAsync(HttpRequest request, PlaceKind kind, string placeId, string closureId, CancellationToken cancellationToken) =>
        (await view.DatesAsync(kind, placeId, closureId, request.Query["page"], cancellationToken)).OrProblem(page => JsonAnswer.Ok(
            new ClosedDatesView([.. page.Items.Select(ClosedDateView.Of)], page.Next), ClosuresJson.Answers.ClosedDatesView));

    /// <summary>200 with the withdrawn closure.</summary>
    internal Task<IResult> WithdrawAsync(HttpRequest request, PlaceKind kind, string placeId, string closureId, CancellationToken cancellationToken) => requests.RunAsync(
        request,
        (_, _) => withdraw.ExecuteAsync(kind, placeId, closureId, cancellationToken),
        closure => JsonAnswer.Given(200, ClosureView.Of(closure, kind, null), ClosuresJson.Answers.ClosureView),
        cancellationToken);

    private static ClosureForm Read(JsonForm json, List<Refusal> faults) => new()
    {
        Day = json.Text("day"),
        From = json.Text("from"),
        To = json.Text("to"),
        Reason = json.Text("reason"),
        Then = json.Text("then"),
        Dates = json.Integer("dates"),
    };
}
