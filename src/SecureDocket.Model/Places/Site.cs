namespace SecureDocket.Places;

/// <summary>A place that issues cards, with its quota.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>HOU</c>.</param>
/// <param name="Name">What the card prints, 1 to 40 characters.</param>
/// <param name="Quota">How many cards the site may issue in all, 0 to 10,000,000.</param>
/// <param name="Issued">How many it has issued.</param>
public sealed record Site(string Id, string Name, int Quota, int Issued)
{
    /// <summary>Whether a second officer is always there: clearance, photo and card of one person are then not all one officer's work. False where that was never said.</summary>
    public bool HasSecondOfficer { get; init; }

    /// <summary>From how many cards on little of the quota is left: its last tenth.</summary>
    internal int NearFrom => Quota - (Quota / 10);

    /// <summary>Whether little of the quota is left, or nothing. A site that may issue none is not near.</summary>
    internal bool IsNearQuota => Quota > 0 && Issued >= NearFrom;

    /// <summary>Checks what a caller says of a site and names every fault.</summary>
    public static Result<Site> Create(string id, string? name, long? quota)
    {
        List<Refusal> refusals = [];
        if (!PlaceRules.IsId(id))
        {
            refusals.Add(new("invalid", PlaceRules.IdDetail, "siteId"));
        }

        if (!PlaceRules.IsLine(name, 40))
        {
            refusals.Add(new("invalid", "1 to 40 characters.", "name"));
        }

        if (quota is null or < 0 or > 10_000_000)
        {
            refusals.Add(new("invalid", "A whole number from 0 to 10,000,000.", "quota"));
        }

        return refusals.Count > 0 ? refusals : new Site(id, name!, (int)quota!.Value, 0);
    }
}
