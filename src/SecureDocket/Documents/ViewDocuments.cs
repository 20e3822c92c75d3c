using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Documents;

/// <summary>Lists a docket's documents: all of them for officers, the ones not withdrawn for the cardholder.</summary>
public sealed class ViewDocuments(DocketStore dockets, Openings openings)
{
    /// <summary>Returns the documents, newest first, after the disclosure is committed. At most four requests.</summary>
    public async Task<Result<IReadOnlyList<Document>>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.IsAnotherCardholder(id) || await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.DocumentService, ["documents"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        return docket.Documents.Where(document => actor.Role != Actor.CardholderRole || document.Withdrawal is null).Reverse().ToArray();
    }
}
