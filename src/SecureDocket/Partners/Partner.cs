using SecureDocket.Places;

namespace SecureDocket.Partners;

/// <summary>An agency's application that verifies cards, and what it may do.</summary>
public sealed record Partner
{
    /// <summary>The limit of a partner for which none is said, requests a minute.</summary>
    public const int DefaultPerMinute = 600;

    /// <summary>The highest limit, requests a minute.</summary>
    public const int HighestPerMinute = 60_000;

    /// <summary>Its id: what its tokens name it, see <see cref="Actor.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The agency, one line of 1 to 80 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it verifies real cards, or the published ones for trying out.</summary>
    public required PartnerKind Kind { get; init; }

    /// <summary>What it may ask for, a verdict always, each once, in the order of the words.</summary>
    public required IReadOnlyList<PartnerScope> Scopes { get; init; }

    /// <summary>How many requests it may make in a clock minute, over all instances together.</summary>
    public required int PerMinute { get; init; }

    /// <summary>The agency's desk, to be called when something is wrong: one line of 1 to 200 characters, never a person's own.</summary>
    public required string Contact { get; init; }

    /// <summary>Counts the changes, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The operation that made this version.</summary>
    public string Operation { get; init; } = "";

    /// <summary>When it was put out of force for good; null while it is in force.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Checks what a caller says of a partner and names every fault.</summary>
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

    /// <summary>Whether a text can be a partner's id.</summary>
    public static bool IsId(string? id) =>
        id is { Length: >= 3 and <= 64 } && id.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-');

    /// <summary>Whether both say the same of the partner, whenever they were said.</summary>
    internal bool SaysTheSameAs(Partner other) =>
        (Id, Name, Kind, PerMinute, Contact) == (other.Id, other.Name, other.Kind, other.PerMinute, other.Contact) && Scopes.SequenceEqual(other.Scopes);
}

/// <summary>Which cards a partner verifies.</summary>
public enum PartnerKind
{
    /// <summary>Real ones.</summary>
    Live,

    /// <summary>The published cards with fixed outcomes, and no other.</summary>
    Sandbox,
}

/// <summary>What a partner may ask for.</summary>
public enum PartnerScope
{
    /// <summary>A verdict.</summary>
    Verify,

    /// <summary>Whether the name that it sends is the card's.</summary>
    MatchName,

    /// <summary>Whether the birth date that it sends is the card's.</summary>
    MatchBirthDate,
}
