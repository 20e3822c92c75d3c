using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace SecureDocket.Cardholders;

/// <summary>A person's details as a caller sent them, not validated yet.</summary>
public sealed partial record CardholderForm
{
    /// <summary>The maximum length of <see cref="LatinName"/>: what the card and its QR code can hold.</summary>
    public const int LatinNameLimit = 60;

    // Letters with diacritics take two bytes in UTF-8; a longer name would need a larger QR code version.
    internal const int LatinNameByteLimit = 64;
    internal const int NameLimit = 120;

    /// <summary>See <see cref="CardholderDetails.ANumber"/>; seven to nine digits, with or without the A and hyphens.</summary>
    public string? ANumber { get; init; }

    /// <summary>See <see cref="CardholderDetails.Name"/>.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="CardholderDetails.LatinName"/>; may be omitted when <see cref="Name"/> is in Latin letters.</summary>
    public string? LatinName { get; init; }

    /// <summary>See <see cref="Cardholders.BirthDate.TryParse"/>.</summary>
    public string? BirthDate { get; init; }

    /// <summary>See <see cref="CardholderDetails.Nationality"/>.</summary>
    public string? Nationality { get; init; }

    /// <summary>See <see cref="CardholderDetails.Language"/>.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="CardholderDetails.Mobile"/>.</summary>
    public string? Mobile { get; init; }

    /// <summary>See <see cref="CardholderDetails.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>neutral</c> (the default), <c>codeWord</c> or <c>detailed</c>.</summary>
    public string? MessageTier { get; init; }

    /// <summary>See <see cref="CardholderDetails.CodeWord"/>.</summary>
    public string? CodeWord { get; init; }

    /// <summary>The name of a <see cref="PostureState"/>; requires <see cref="PostureAsOf"/>.</summary>
    public string? Posture { get; init; }

    /// <summary>The date of <see cref="Posture"/>.</summary>
    public string? PostureAsOf { get; init; }

    /// <summary>Validates every member and reports all faults at once.</summary>
    /// <param name="today">The server's date, UTC.</param>
    public Result<CardholderDetails> Check(LocalDate today)
    {
        List<Refusal> refusals = [];
        void Need(bool fits, Refusal refusal)
        {
            if (!fits)
            {
                refusals.Add(refusal);
            }
        }

        var aNumber = NormalizeANumber(ANumber);
        Need(aNumber is not null, Refusals.ANumber);
        var name = Normalize(Name);
        Need(IsName(name), CardholdersRefusals.Name);
        var latinName = Normalize(LatinName ?? Name);
        Need(IsLatinName(latinName), CardholdersRefusals.LatinName);
        var dated = Cardholders.BirthDate.TryParse(BirthDate, out var birthDate);
        Need(dated && !birthDate.IsAfter(today), CardholdersRefusals.BirthDate);
        Need(Nationalities.Contains(Nationality), CardholdersRefusals.Nationality);
        var contact = new ContactForm { Language = Language, Mobile = Mobile, TimeZone = TimeZone, MessageTier = MessageTier ?? "neutral", CodeWord = CodeWord }.Check();
        refusals.AddRange(contact.Refusals);
        var posture = CheckPosture(today, refusals);

        return refusals.Count > 0 ? refusals : new CardholderDetails
        {
            ANumber = aNumber!,
            Name = name!,
            LatinName = latinName!,
            BirthDate = birthDate,
            Nationality = Nationality!,
            Language = contact.Value!.Language,
            Mobile = contact.Value.Mobile,
            TimeZone = contact.Value.TimeZone,
            MessageTier = contact.Value.MessageTier,
            CodeWord = contact.Value.CodeWord,
            Posture = posture,
        };
    }

    private Posture? CheckPosture(LocalDate today, List<Refusal> refusals)
    {
        if (Posture is null && PostureAsOf is null)
        {
            return null;
        }

        // TryParse also accepts numbers, and an undefined number formats as itself.
        var known = Enum.TryParse<PostureState>(Posture, out var state) && Enum.IsDefined(state) && Posture == state.ToString();
        if (!known)
        {
            refusals.Add(CardholdersRefusals.Posture);
        }

        var asOf = NodaTime.Text.LocalDatePattern.Iso.Parse(PostureAsOf ?? "");
        if (!asOf.Success || asOf.Value > today)
        {
            refusals.Add(CardholdersRefusals.PostureAsOf);
        }

        return known ? new Posture(state, PostureAsOf!) : null;
    }

    /// <summary><c>A</c> and nine digits; null if the text is not an A-number.</summary>
    internal static string? NormalizeANumber(string? text)
    {
        var match = ANumberPattern().Match(text ?? "");
        return match.Success ? "A" + match.Groups["digits"].Value.Replace("-", "", StringComparison.Ordinal).PadLeft(9, '0') : null;
    }

    // Normalization throws on lone surrogates and on U+FFFE, which no name contains.
    private static string? Normalize(string? text) => text is null || text.Length > 2 * NameLimit || IsNoText(text)
        ? null
        : Spaces().Replace(text.Normalize(NormalizationForm.FormC).Trim(), " ");

    private static bool IsNoText(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || rune.Value == 0xFFFE)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string? name) => name is { Length: >= 1 and <= NameLimit }
        && name.EnumerateRunes().Any(Rune.IsLetter)
        && name.EnumerateRunes().All(rune => Rune.IsLetter(rune) || IsMark(rune) || rune.Value is ' ' or '\'' or '-' or '.' or '’' or '·' or 'ʼ' or '\u200C' or '\u200D');

    private static bool IsLatinName(string? name) => name is { Length: >= 1 and <= LatinNameLimit }
        && Encoding.UTF8.GetByteCount(name) <= LatinNameByteLimit
        && IsLatinLetter(name[0])
        && name.All(character => IsLatinLetter(character) || character is ' ' or '\'' or '-' or '.' or '’');

    private static bool IsLatinLetter(char character) =>
        char.IsLetter(character) && character is < '\u0250' or (>= '\u1E00' and <= '\u1EFF') && character is not ('ª' or 'º' or 'µ');

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    [GeneratedRegex(@"^[Aa]?-?(?<digits>[0-9]{7,9}|[0-9]{3}-[0-9]{3}-[0-9]{3})\z", RegexOptions.CultureInvariant)]
    private static partial Regex ANumberPattern();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
