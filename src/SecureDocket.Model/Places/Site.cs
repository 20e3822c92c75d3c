namespace SecureDocket.Places;

/// <summary>A place that issues cards, and its quota.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>HOU</c>.</param>
/// <param name="Name">The name printed on the card, 1 to 40 characters.</param>
/// <param name="Quota">The total number of cards the site may issue, 0 to 10,000,000.</param>
/// <param name="Issued">The number of cards issued so far.</param>
public sealed record Site(string Id, string Name, int Quota, int Issued)
{
    /// <summary>
    /// Whether a second officer is always present. If so, clearance, photo and card of one person must not all be one officer's work. False
    /// unless it was set.
    /// </summary>
    public bool HasSecondOfficer { get; init; }

    /// <summary>The number of issued cards from which the quota is nearly used up: its last tenth.</summary>
    internal int NearFrom => Quota - (Quota / 10);

    /// <summary>Whether the quota is nearly or fully used up. A site with a quota of 0 does not count.</summary>
    internal bool IsNearQuota => Quota > 0 && Issued >= NearFrom;

    /// <summary>Validates a site as a caller sent it and reports all faults.</summary>
    public static Result<Site> Create(string id, string? name, long? quota)
    {
        List<Refusal> refusals = [];
        if (!PlaceRules.IsId(id))
        {
            refusals.Add(PlacesRefusals.Id("siteId"));
        }

        if (!PlaceRules.IsLine(name, 40))
        {
            refusals.Add(Refusals.Length("name", 40));
        }

        if (quota is null or < 0 or > 10_000_000)
        {
            refusals.Add(Refusals.Number("quota", 0, 10_000_000));
        }

        return refusals.Count > 0 ? refusals : new Site(id, name!, (int)quota!.Value, 0);
    }
}
