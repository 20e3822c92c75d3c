using System.Globalization;
using System.Text;

namespace SecureDocket.Places;

/// <summary>A place that issues cards, with its quota.</summary>
/// <param name="Id">Two to eight upper-case letters or digits, e.g. <c>HOU</c>.</param>
/// <param name="Name">What the card prints, 1 to 40 characters.</param>
/// <param name="Quota">How many cards the site may issue in all, 0 to 10,000,000.</param>
/// <param name="Issued">How many it has issued.</param>
public sealed record Site(string Id, string Name, int Quota, int Issued)
{
    /// <summary>Checks what a caller says of a site and names every fault.</summary>
    public static Result<Site> Create(string id, string? name, long? quota)
    {
        List<Refusal> refusals = [];
        if (id is not { Length: >= 2 and <= 8 } || !id.All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character)))
        {
            refusals.Add(new("invalid", "Two to eight upper-case letters or digits.", "siteId"));
        }

        if (name is not { Length: >= 1 and <= 40 } || !name.EnumerateRunes().All(IsPrintable) || name.Trim().Length != name.Length)
        {
            refusals.Add(new("invalid", "1 to 40 characters.", "name"));
        }

        if (quota is null or < 0 or > 10_000_000)
        {
            refusals.Add(new("invalid", "A whole number from 0 to 10,000,000.", "quota"));
        }

        return refusals.Count > 0 ? refusals : new Site(id!, name!, (int)quota!.Value, 0);
    }

    // No control or bidi character, and nothing that the card's SVG cannot hold: lone surrogates (read as U+FFFD), noncharacters.
    private static bool IsPrintable(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
