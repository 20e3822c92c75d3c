using System.Text.RegularExpressions;

namespace SecureDocket.Cardholders;

/// <summary>A person's ID in another system.</summary>
/// <param name="Kind">The system's kind of ID.</param>
/// <param name="Value">The ID, as <see cref="Read"/> returns it.</param>
public readonly partial record struct ExternalId(ExternalIdKind Kind, string Value)
{
    private const int LengthLimit = 40;

    /// <summary>The ID without the blanks and dashes that people type, in capitals; null if the text is none.</summary>
    /// <param name="text">4 to 20 letters and digits, with a digit among them.</param>
    public static string? Read(string? text)
    {
        var plain = text is not { Length: <= LengthLimit } ? "" : string.Concat(text.Where(character => !char.IsWhiteSpace(character) && character is not ('-' or '\u2010' or '\u2011' or '\u2013'))).ToUpperInvariant();
        return Pattern().IsMatch(plain) ? plain : null;
    }

    /// <summary>The key of the hint from the ID to a docket.</summary>
    internal string LookupKey => $"{Kind}|{Value}";

    [GeneratedRegex(@"^(?=.*[0-9])[0-9A-Z]{4,20}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>The kinds of IDs in other systems.</summary>
public enum ExternalIdKind
{
    /// <summary>The fingerprint number of the agency's identity system.</summary>
    Fins,

    /// <summary>The subject ID printed on the agency's papers, such as form I-385.</summary>
    SubjectId,
}
