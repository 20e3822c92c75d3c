using System.Globalization;
using System.Text;
using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Verdicts;

/// <summary>What a partner sees.</summary>
/// <param name="Expires">When the card expires.</param>
/// <param name="NameMatches">Whether the name sent matches the card; null if none was sent or the card is not valid.</param>
/// <param name="BirthDateMatches">Whether the birth date sent matches the card; null if none was sent or the card is not valid.</param>
public sealed record PartnerView(DateTimeOffset Expires, bool? NameMatches, bool? BirthDateMatches)
{
    /// <summary>Whether everything sent matches; null if nothing was compared.</summary>
    public bool? Matches => NameMatches is null && BirthDateMatches is null ? null : NameMatches != false && BirthDateMatches != false;

    /// <summary>The differences, by their names in a disclosure.</summary>
    internal IEnumerable<string> Differences =>
        new[] { NameMatches == false ? "nameDiffers" : null, BirthDateMatches == false ? "birthDateDiffers" : null }.OfType<string>();

    internal static PartnerView Of(Card card, VerificationRequest request, Outcome outcome)
    {
        return outcome == Outcome.Valid && CredentialReader.TryReadClaims(card.Payload, out var claims)
            ? Of(card.Expires, claims.Identity, request, outcome)
            : new(card.Expires, null, null);
    }

    internal static PartnerView Of(DateTimeOffset expires, Identity identity, VerificationRequest request, Outcome outcome) => outcome != Outcome.Valid
        ? new(expires, null, null)
        : new(
            expires,
            request.FullName is null ? null : Fold(request.FullName) == Fold(identity.FullName),
            request.BirthDate is null ? null : request.BirthDate.Value.ToClaim() == identity.BirthDate);

    /// <summary>Letters and digits only, in upper case and without diacritics, since agencies differ in all of these.</summary>
    private static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);

        // U+FFFE is the only well-formed character on which normalization throws.
        foreach (var character in name.Replace("\uFFFE", "", StringComparison.Ordinal).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToUpperInvariant(character) switch
                {
                    // Letters that no normalization decomposes, spelled as in machine-readable documents (ICAO 9303-3, section 6).
                    'Đ' or 'Ð' => "D",
                    'Ł' => "L",
                    'Ø' => "O",
                    'Æ' => "AE",
                    'Œ' => "OE",
                    'Þ' => "TH",
                    'ß' or 'ẞ' => "SS",
                    'ı' or 'İ' => "I",
                    'Ħ' => "H",
                    'Ŧ' => "T",
                    var other => other.ToString(),
                });
            }
        }

        return folded.ToString();
    }
}
