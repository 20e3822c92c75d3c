using SecureDocket.Disclosures;
using SecureDocket.Dockets;

namespace SecureDocket.Cardholders;

/// <summary>Shows a docket to the officers who maintain it.</summary>
public sealed class ViewCardholder(DocketStore dockets, Openings openings, TimeProvider clock)
{
    private static readonly string[] s_fields =
    [
        "aNumber", "name", "latinName", "birthDate", "nationality", "language", "mobile", "timeZone", "messageTier", "codeWord", "posture", "clearance",
        "photo", "cards",
    ];

    /// <summary>Returns the docket, after the disclosure is committed.</summary>
    public async Task<Result<Docket>> ExecuteAsync(CardholderId id, Actor actor, CancellationToken cancellationToken)
    {
        if (await dockets.LoadAsync(id, actor, cancellationToken) is not { } docket)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Enrollment, s_fields, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        return docket with
        {
            Cardholder = docket.Cardholder with { PhotoChange = docket.PhotoChangeAt(now) },
            Cards = [.. docket.Cards.Select(card => card.AsOf(now))],
        };
    }
}
