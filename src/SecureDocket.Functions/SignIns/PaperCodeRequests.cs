using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Answers requests for codes on paper. Their Idempotency-Key makes the codes, so that no answer is kept anywhere.</summary>
public sealed class PaperCodeRequests(GivePaperCodes give)
{
    internal Task<IResult> AnswerAsync(HttpRequest request, string cardholderId, PaperCodeKind kind, CancellationToken cancellationToken) =>
        Address.Cardholder(cardholderId).ThenAsync(id => IdempotentRequests.OperationOf(request).ThenAsync(async operation =>
            (await give.ExecuteAsync(id, kind, request.Actor(), operation, cancellationToken)).OrProblem(given => Results.Json(
                new PaperCodesView(given.Codes, given.Until), SignInsJson.Answers.PaperCodesView, statusCode: StatusCodes.Status201Created))));
}

/// <summary>Codes to hand over.</summary>
/// <param name="Codes">Each as <c>XXXX-XXXX</c>, for one sign-in.</param>
/// <param name="Expires">Until when they hold; absent for as long as they are not used.</param>
public sealed record PaperCodesView(IReadOnlyList<string> Codes, DateTimeOffset? Expires);
