using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Documents;

/// <summary>Shows which documents a docket has: to officers all of them, to the cardholder those that hold.</summary>
public sealed class ViewDocuments(DocketStore dockets, DisclosureLog disclosures)
{
    /// <summary>The documents, newest first, after the disclosure is committed. Two requests.</summary>
    public async Task<Result<IReadOnlyList<Document>>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.IsAnotherCardholder(id) || await dockets.LoadAsync(id, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        await disclosures.RecordAsync(id, actor, Purpose.DocumentService, ["documents"], cancellationToken);
        return docket.Documents.Where(document => actor.Role != Actor.CardholderRole || document.Withdrawal is null).Reverse().ToArray();
    }
}
