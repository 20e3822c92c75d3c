using SecureDocket.SignIns;

namespace SecureDocket.Functions.SignIns;

/// <summary>Handles requests for paper codes. The codes are derived from the Idempotency-Key, so that no response needs to be stored.</summary>
public sealed class PaperCodeRequests(IssuePaperCodes give)
{
    internal Task<IResult> AnswerAsync(HttpRequest request, string cardholderId, PaperCodeKind kind, CancellationToken cancellationToken) =>
        Address.Cardholder(cardholderId).ThenAsync(id => IdempotentRequests.OperationOf(request).ThenAsync(async operation =>
            (await give.ExecuteAsync(id, kind, request.Actor(), operation, cancellationToken)).OrProblem(given => Results.Json(
                new PaperCodesView(given.Codes, given.Until), SignInsJson.Answers.PaperCodesView, statusCode: StatusCodes.Status201Created))));
}

/// <summary>Codes to hand to the person.</summary>
/// <param name="Codes">Each as <c>XXXX-XXXX</c>, for one sign-in.</param>
/// <param name="Expires">When they expire; absent when they are valid until used.</param>
public sealed record PaperCodesView(IReadOnlyList<string> Codes, DateTimeOffset? Expires);
