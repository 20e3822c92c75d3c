using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.Cardholders;

/// <summary>What a caller says of how a person is reached, before anything of it is believed.</summary>
public sealed partial record ContactForm
{
    /// <summary>See <see cref="CardholderDetails.Language"/>.</summary>
    public string? Language { get; init; }

    /// <summary>See <see cref="CardholderDetails.Mobile"/>.</summary>
    public string? Mobile { get; init; }

    /// <summary>See <see cref="CardholderDetails.TimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>neutral</c>, <c>codeWord</c> or <c>detailed</c>.</summary>
    public string? MessageTier { get; init; }

    /// <summary>See <see cref="CardholderDetails.CodeWord"/>.</summary>
    public string? CodeWord { get; init; }

    /// <summary>Checks every member and names every fault at once.</summary>
    public Result<Contact> Check()
    {
        List<Refusal> refusals = [];
        void Need(string field, bool fits, string detail)
        {
            if (!fits)
            {
                refusals.Add(new("invalid", detail, field));
            }
        }

        Texts.MessageTier? tier = MessageTier switch
        {
            "neutral" => Texts.MessageTier.Neutral,
            "codeWord" => Texts.MessageTier.CodeWord,
            "detailed" => Texts.MessageTier.Detailed,
            _ => null,
        };
        Need("language", Language is not null && LanguageTag().IsMatch(Language), "A BCP 47 language tag, e.g. es or zh-Hans.");
        Need("mobile", Mobile is null || E164().IsMatch(Mobile), "An E.164 number: + and 7 to 15 digits; leave it out when there is none.");
        Need("timeZone", TimeZone is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(TimeZone), "An IANA time zone, e.g. America/Chicago.");
        Need("messageTier", tier is not null, "One of neutral, codeWord, detailed.");
        Need("codeWord", CodeWordFits(tier), tier is null or Texts.MessageTier.CodeWord
            ? $"A word of {Texts.CodeWord.MinLength} to {Texts.CodeWord.MaxLength} letters and digits that tells nothing and is no answer such as stop or help."
            : "Only the tier codeWord has a code word.");
        return refusals.Count > 0 ? refusals : new Contact(Language!, Mobile, TimeZone!, tier!.Value, CodeWord);
    }

    private bool CodeWordFits(MessageTier? tier) => tier switch
    {
        Texts.MessageTier.CodeWord => CodeWord is not null && Texts.CodeWord.IsLegal(CodeWord),
        null => CodeWord is null || Texts.CodeWord.IsLegal(CodeWord),
        _ => CodeWord is null,
    };

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}\z", RegexOptions.CultureInvariant)]
    private static partial Regex E164();

    // RFC 5646, section 2.1, without extensions and grandfathered tags, which no message catalogue is keyed by.
    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}

/// <summary>How a person is reached; see <see cref="CardholderDetails"/> for each.</summary>
public sealed record Contact(string Language, string? Mobile, string TimeZone, MessageTier MessageTier, string? CodeWord);
