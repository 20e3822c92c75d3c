using SecureDocket.Conversations;
using SecureDocket.Texts;

namespace SecureDocket.Functions.Inbox;

/// <summary><c>POST /api/v1/inbox/{itemId}/preview</c>: measures an answer before it is sent.</summary>
public sealed class PreviewInboxAnswerFunction(MeasureAnswer measure)
{
    /// <summary>200 with the length and the rules that the answer breaks. Nothing is changed or kept.</summary>
    [Function("PreviewInboxAnswer"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/inbox/{itemId}/preview")] HttpRequest request,
        string itemId,
        CancellationToken cancellationToken) => request.SetAsync(
            AnswerBody.Read,
            (form, actor) => measure.ExecuteAsync(itemId, form, actor, cancellationToken),
            measured => JsonAnswer.Ok(AnswerPreviewView.Of(measured), InboxJson.Answers.AnswerPreviewView),
            cancellationToken);
}

/// <summary>An answer as it would be sent.</summary>
/// <param name="Encoding">Its alphabet: gsm7 or ucs2.</param>
/// <param name="Units">Its length in units of the alphabet, with the sender's name.</param>
/// <param name="Segments">The number of messages that it is sent as.</param>
/// <param name="MaxSegments">The maximum number.</param>
/// <param name="Faults">The rules that it breaks; empty if it may be sent.</param>
public sealed record AnswerPreviewView(string Encoding, int Units, int Segments, int MaxSegments, IReadOnlyList<string> Faults)
{
    internal static AnswerPreviewView Of(MeasuredAnswer measured) => new(
        Names.Of(measured.Length.Encoding), measured.Length.Units, measured.Length.Segments, WrittenText.MaxSegments, [.. measured.Faults.Select(fault => fault.Detail)]);
}
