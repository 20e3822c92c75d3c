using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary>A partner as it is registered.</summary>
public sealed record PartnerView
{
    /// <summary>The object id of its tokens.</summary>
    public required string Id { get; init; }

    /// <summary>The agency.</summary>
    public required string Name { get; init; }

    /// <summary>live or sandbox.</summary>
    public required string Kind { get; init; }

    /// <summary>What it may ask for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>How many requests it may make in a clock minute.</summary>
    public required int PerMinute { get; init; }

    /// <summary>The agency's desk.</summary>
    public required string Contact { get; init; }

    /// <summary>Counts the changes, also the ETag.</summary>
    public required long Version { get; init; }

    /// <summary>When it was revoked; absent while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What was done to it, newest first; absent in a list and in the answer to a change.</summary>
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

/// <summary>What an administrator did to a partner.</summary>
/// <param name="Change">registered, changed or revoked.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, as an opaque ID.</param>
/// <param name="Reason">Why it was revoked; absent otherwise.</param>
/// <param name="Kind">live or sandbox, from then on.</param>
/// <param name="Scopes">What it may ask for, from then on.</param>
/// <param name="PerMinute">Its limit, from then on.</param>
public sealed record PartnerChangeView(
    string Change, DateTimeOffset At, string By, string? Reason, string Kind, IReadOnlyList<string> Scopes, int PerMinute)
{
    internal static PartnerChangeView Of(PartnerChange change) => new(
        Names.Kebab(change.Kind), change.At, change.By.Id, change.Reason,
        Names.Kebab(change.Partner.Kind), [.. change.Partner.Scopes.Select(Names.Kebab)], change.Partner.PerMinute);
}

/// <summary>A page of partners.</summary>
/// <param name="Partners">The partners, by id.</param>
/// <param name="Next">The token for the next page; absent on the last page.</param>
public sealed record PartnersView(IReadOnlyList<PartnerView> Partners, string? Next);
