using SecureDocket.Texts;

namespace SecureDocket.Functions.Messages;

/// <summary>What somebody wants to see before it is sent.</summary>
/// <param name="Occasion">What the text is sent for.</param>
/// <param name="Date">The kind of date; none where it makes no difference.</param>
/// <param name="Tier">How much the text may reveal.</param>
/// <param name="Language">The served language.</param>
internal sealed record TextPreviewForm(TextOccasion Occasion, TextSubject Date, MessageTier Tier, string Language)
{
    private static readonly string[] s_tiers = [.. Enum.GetValues<MessageTier>().Select(Names.Of)];
    private static readonly TextSubject[] s_dates = [TextSubject.Hearing, TextSubject.CheckIn];

    /// <summary>Reads the query; every fault is told at once.</summary>
    public static Result<TextPreviewForm> Read(IQueryCollection query)
    {
        List<Refusal> faults = [];
        var occasion = TextOccasion.Find(query["occasion"].ToString());
        if (occasion is null)
        {
            faults.Add(HttpRefusals.OneOf("occasion", TextOccasion.All.Select(each => each.Name)));
        }

        var date = DateOf(query["subject"].ToString(), occasion, faults);
        var tier = Array.IndexOf(s_tiers, query["tier"].ToString());
        if (tier < 0)
        {
            faults.Add(HttpRefusals.OneOf("tier", s_tiers));
        }

        var language = LanguageOf(query["language"].ToString(), faults);
        return faults.Count > 0 ? faults : new TextPreviewForm(occasion!, date, Enum.GetValues<MessageTier>()[tier], language);
    }

    private static TextSubject DateOf(string word, TextOccasion? occasion, List<Refusal> faults)
    {
        // Any of them may fit an occasion that is not known.
        var fitting = occasion?.Subjects ?? s_dates;
        var date = s_dates.FirstOrDefault(each => Names.Of(each) == word);
        var isFit = word.Length == 0 ? occasion is null || fitting.Count < s_dates.Length : fitting.Contains(date);
        if (!isFit)
        {
            faults.Add(fitting.Count == 0 ? MessagesRefusals.NoSubject : HttpRefusals.OneOf("subject", fitting.Select(Names.Of)));
        }

        return date;
    }

    // A tag of another language would be answered in English, which is what such a person gets, but not what the caller asked for.
    private static string LanguageOf(string tag, List<Refusal> faults)
    {
        var language = TextCatalogue.Default.LanguageFor(tag);
        if (!string.Equals(tag.Split('-', '_')[0], language.Split('-')[0], StringComparison.OrdinalIgnoreCase))
        {
            faults.Add(HttpRefusals.OneOf("language", TextCatalogue.Default.Languages));
        }

        return language;
    }
}
