using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary>A registered partner.</summary>
public sealed record PartnerView
{
    /// <summary>The object ID in its tokens.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the agency.</summary>
    public required string Name { get; init; }

    /// <summary>The kind: live or sandbox.</summary>
    public required string Kind { get; init; }

    /// <summary>Its scopes.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The maximum number of requests per clock minute.</summary>
    public required int PerMinute { get; init; }

    /// <summary>The agency's contact.</summary>
    public required string Contact { get; init; }

    /// <summary>The version, which is also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>When it was revoked; absent unless revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Its changes, newest first; absent in lists and in responses to changes.</summary>
    public IReadOnlyList<PartnerChangeView>? History { get; init; }

    internal static PartnerView Of(Partner partner) => new()
    {
        Id = partner.Id,
        Name = partner.Name,
        Kind = Names.Kebab(partner.Kind),
        Scopes = [.. partner.Scopes.Select(Names.Kebab)],
        PerMinute = partner.PerMinute,
        Contact = partner.Contact,
        Version = partner.Version,
        RevokedAt = partner.RevokedAt,
    };

    internal static PartnerView Of(PartnerRecord record) => Of(record.Partner) with { History = [.. record.History.Select(PartnerChangeView.Of)] };
}

/// <summary>A change of a partner by an administrator.</summary>
/// <param name="Change">The change: registered, changed or revoked.</param>
/// <param name="At">When it happened.</param>
/// <param name="By">The administrator, as an opaque ID.</param>
/// <param name="Reason">Why it was revoked; otherwise absent.</param>
/// <param name="Kind">The kind after the change: live or sandbox.</param>
/// <param name="Scopes">The scopes after the change.</param>
/// <param name="PerMinute">The rate limit after the change.</param>
public sealed record PartnerChangeView(
    string Change, DateTimeOffset At, string By, string? Reason, string Kind, IReadOnlyList<string> Scopes, int PerMinute)
{
    internal static PartnerChangeView Of(PartnerChange change) => new(
        Names.Kebab(change.Kind), change.At, change.By.Id, change.Reason,
        Names.Kebab(change.Partner.Kind), [.. change.Partner.Scopes.Select(Names.Kebab)], change.Partner.PerMinute);
}

/// <summary>A page of partners.</summary>
/// <param name="Partners">The partners, ordered by ID.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record PartnersView(IReadOnlyList<PartnerView> Partners, string? Next);
