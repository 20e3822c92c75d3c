using System.Text.RegularExpressions;
using NodaTime;
using SecureDocket.Texts;

namespace SecureDocket.Cardholders;

/// <summary>A person's contact details as a caller sent them, not validated yet.</summary>
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

    /// <summary>Validates every member and reports all faults at once.</summary>
    public Result<Contact> Check()
    {
        List<Refusal> refusals = [];
        void Need(bool fits, Refusal refusal)
        {
            if (!fits)
            {
                refusals.Add(refusal);
            }
        }

        Texts.MessageTier? tier = MessageTier switch
        {
            "neutral" => Texts.MessageTier.Neutral,
            "codeWord" => Texts.MessageTier.CodeWord,
            "detailed" => Texts.MessageTier.Detailed,
            _ => null,
        };
        Need(Language is not null && LanguageTag().IsMatch(Language), Refusals.Language);
        var mobile = Cardholders.Mobile.Read(Mobile, TimeZone);
        refusals.AddRange(Mobile is null ? [] : mobile.Refusals);
        Need(TimeZone is not null && DateTimeZoneProviders.Tzdb.Ids.Contains(TimeZone), Refusals.TimeZone);
        Need(tier is not null, CardholdersRefusals.MessageTier);
        Need(CodeWordFits(tier), tier is null or Texts.MessageTier.CodeWord ? CardholdersRefusals.CodeWord : CardholdersRefusals.CodeWordNotAllowed);
        return refusals.Count > 0 ? refusals : new Contact(Language!, Mobile is null ? null : mobile.Value, TimeZone!, tier!.Value, CodeWord);
    }

    private bool CodeWordFits(MessageTier? tier) => tier switch
    {
        Texts.MessageTier.CodeWord => CodeWord is not null && Texts.CodeWord.IsLegal(CodeWord),
        null => CodeWord is null || Texts.CodeWord.IsLegal(CodeWord),
        _ => CodeWord is null,
    };

    // RFC 5646, section 2.1, without extensions and grandfathered tags, for which no message catalogue exists.
    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}

/// <summary>How to reach a person; see <see cref="CardholderDetails"/> for each member.</summary>
public sealed record Contact(string Language, string? Mobile, string TimeZone, MessageTier MessageTier, string? CodeWord);
