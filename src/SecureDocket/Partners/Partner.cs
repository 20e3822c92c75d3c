using SecureDocket.Places;

namespace SecureDocket.Partners;

/// <summary>An agency's application that verifies cards, and its permissions.</summary>
public sealed record Partner
{
    /// <summary>The default limit of a partner, in requests a minute.</summary>
    public const int DefaultPerMinute = 600;

    /// <summary>The highest limit, in requests a minute.</summary>
    public const int HighestPerMinute = 60_000;

    /// <summary>The ID in its tokens, see <see cref="Actor.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The agency, one line of 1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it verifies real cards, or the published cards for testing.</summary>
    public required PartnerKind Kind { get; init; }

    /// <summary>Its scopes, which include verification, without duplicates, in declaration order.</summary>
    public required IReadOnlyList<PartnerScope> Scopes { get; init; }

    /// <summary>The number of requests it may make per clock minute, across all instances.</summary>
    public required int PerMinute { get; init; }

    /// <summary>The agency's desk to call in case of problems: one line of 1 to 200 characters, never personal contact details.</summary>
    public required string Contact { get; init; }

    /// <summary>The number of changes, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The operation that made this version.</summary>
    public string Operation { get; init; } = "";

    /// <summary>When it was revoked; null while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Validates a partner as a caller sent it and reports all faults.</summary>
    public static Result<Partner> Create(
        string id, string? name, PartnerKind? kind, IReadOnlyList<PartnerScope>? scopes, long? perMinute, string? contact)
    {
        List<Refusal> refusals = [];
        if (!IsId(id))
        {
            refusals.Add(PartnersRefusals.Id);
        }

        if (!PlaceRules.IsLine(name, 80))
        {
            refusals.Add(Refusals.Length("name", 80));
        }

        if (kind is null)
        {
            refusals.Add(PartnersRefusals.Kind);
        }

        if (scopes?.Contains(PartnerScope.Verify) != true || scopes.Distinct().Count() != scopes.Count)
        {
            refusals.Add(PartnersRefusals.Scopes);
        }

        if (perMinute is < 1 or > HighestPerMinute)
        {
            refusals.Add(Refusals.Number("perMinute", 1, HighestPerMinute));
        }

        if (!PlaceRules.IsLine(contact, 200))
        {
            refusals.Add(Refusals.Line("contact", 200));
        }

        return refusals.Count > 0 ? refusals : new Partner
        {
            Id = id,
            Name = name!,
            Kind = kind!.Value,
            Scopes = [.. scopes!.Order()],
            PerMinute = (int)(perMinute ?? DefaultPerMinute),
            Contact = contact!,
        };
    }

    /// <summary>Whether a text has the form of a partner ID.</summary>
    public static bool IsId(string? id) =>
        id is { Length: >= 3 and <= 64 } && id.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>Whether both have the same registration, whenever it was made.</summary>
    internal bool SaysTheSameAs(Partner other) =>
        (Id, Name, Kind, PerMinute, Contact) == (other.Id, other.Name, other.Kind, other.PerMinute, other.Contact) && Scopes.SequenceEqual(other.Scopes);
}

/// <summary>The cards that a partner verifies.</summary>
public enum PartnerKind
{
    /// <summary>Real cards.</summary>
    Live,

    /// <summary>Only the published cards with fixed outcomes.</summary>
    Sandbox,
}

/// <summary>What a partner may request.</summary>
public enum PartnerScope
{
    /// <summary>A verdict.</summary>
    Verify,

    /// <summary>Whether the name it sends matches the card.</summary>
    MatchName,

    /// <summary>Whether the birth date it sends matches the card.</summary>
    MatchBirthDate,
}
