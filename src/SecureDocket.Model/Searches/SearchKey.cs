namespace SecureDocket.Searches;

/// <summary>What an officer searches by. It is personal: it is stored only as a keyed hash, and never logged.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Value">The value in the one notation in which it is stored.</param>
public readonly record struct SearchKey(SearchKeyKind Kind, string Value)
{
    /// <summary>The name that is searched, if that is the <see cref="Kind"/>; otherwise null.</summary>
    public NameQuery? Name { get; init; }

    /// <summary>The key of a search by name. The value is the same for every spelling with the same words.</summary>
    public static SearchKey Of(NameQuery name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = string.Join(' ', name.Words.Where(word => word.Parts.Count == 0).Select(word => word.Letters).Order(StringComparer.Ordinal));
        return new(SearchKeyKind.Name, FormattableString.Invariant($"{words}|{name.From}-{name.To}|{name.Nationality}")) { Name = name };
    }
}

/// <summary>What people can be searched by.</summary>
public enum SearchKeyKind
{
    /// <summary>The A-number.</summary>
    ANumber,

    /// <summary>The mobile number, which several people may share.</summary>
    Mobile,

    /// <summary>The number of one of the person's cards.</summary>
    CardNumber,

    /// <summary>The registrar's ID of one of the person's hearings.</summary>
    Hearing,

    /// <summary>The fingerprint number.</summary>
    Fins,

    /// <summary>The subject ID.</summary>
    SubjectId,

    /// <summary>The name, with the year of birth.</summary>
    Name,
}
