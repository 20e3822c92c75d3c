using System.Globalization;

namespace SecureDocket.Simulation;

/// <summary>What phones text, and what is meant by it.</summary>
internal static class Sayings
{
    // A person's own words about dates.
    public static readonly (string Text, Meaning Meaning)[] Words =
    [
        ("yes", Meaning.Come), ("sí", Meaning.Come), ("oui", Meaning.Come), ("no", Meaning.No), ("No.", Meaning.No), ("3", Meaning.Help), ("help", Meaning.Help),
        ("quiero cambiarla", Meaning.Move), ("They arrested my brother", Meaning.Help), ("what?", Meaning.Question), ("what time is it?", Meaning.Question),
        ("I lost my card", Meaning.Question), ("7", Meaning.Question),
    ];

    /// <summary>What begins every word that only one text has.</summary>
    public const string Mark = "zqword";

    // Words that only people understand, and those of somebody in need.
    private static readonly (string Text, Meaning Meaning)[] s_free =
    [
        ("I have a question about the papers of my cousin {0}", Meaning.Question), ("my lawyer {0} wants to talk with you", Meaning.Question),
        ("mi prima {0} tiene una pregunta", Meaning.Question), ("the blue bag of {0} is still there", Meaning.Question), ("estoy en el hospital {0}", Meaning.Help), ("They arrested my brother {0}", Meaning.Help),
    ];

    public static readonly string[] Stops = ["STOP", "STOP", "STOP", "por favor alto", "por favor alto", "please stop texting me"];

    public static readonly string[] WrongNumbers = ["wrong number", "número equivocado", "you have the wrong number"];

    private static readonly string[] s_reactions =
    [
        "Liked “{0}”", "Loved “{0}”", "Laughed at “{0}”", "Questioned “{0}”", "Removed a like from “{0}”", "Removed an exclamation from “{0}”", "👍 to “{0}”", "❤️ a “{0}”",
        "A Rosa le gustó “{0}”", "Quitó un Me gusta de “{0}”", "A aimé « {0} »", "Gostou de “{0}”", "Понравилось «{0}»", "赞了“{0}”", "أعجبني “{0}”", "“{0}” ਨੂੰ ਪਸੰਦ ਕੀਤਾ",
    ];

    private static readonly string[] s_quotes = ["> {0}\n\n{1}", "{1}\n\n> {0}", "{0}\n{1}", "{1}\n{0}", "\"{0}\"\n\n{1}"];

    private static readonly (string Text, Meaning Meaning)[] s_footers =
    [
        ("1\nReply STOP to unsubscribe", Meaning.Come), ("2\n\nText STOP to opt out", Meaning.Move), ("Reply HELP for help, STOP to cancel.", Meaning.Nothing),
        ("Para darse de baja envíe BAJA", Meaning.Nothing), ("Txt HELP 4 help, STOP 2 end. Msg&Data rates may apply", Meaning.Nothing),
        ("Your package arrives today. Reply STOP to unsubscribe", Meaning.Noise), ("Envoyez STOP au 36111 pour ne plus recevoir de SMS", Meaning.Nothing),
    ];

    private static readonly string[] s_machines =
    [
        "I'm driving right now and will get back to you later - Sent from My Car", "I'm not available right now. This is an auto-reply.",
        "Estoy manejando, te respondo luego. Respuesta automática", "Je conduis, je vous réponds plus tard. Réponse automatique", "自动回复：我正在开车",
        "Thanks for contacting Joe's Pizza! We are closed now. Reply STOP to unsubscribe",
    ];

    /// <summary>A reaction to a text of ours, as telephones word it, often with only the beginning of ours.</summary>
    public static string Reaction(Random random, string ours)
    {
        var quoted = random.Next(2) == 0 || ours.Length < 40 ? ours : ours[..random.Next(20, ours.Length - 10)] + "…";
        return string.Format(null, s_reactions[random.Next(s_reactions.Length)], quoted);
    }

    /// <summary>A text of ours above or below an answer.</summary>
    public static string Quote(Random random, string ours, string answer) => string.Format(null, s_quotes[random.Next(s_quotes.Length)], ours, answer);

    /// <summary>What other senders put below their texts, alone or below an answer.</summary>
    public static (string Text, Meaning Meaning) Footer(Random random) => s_footers[random.Next(s_footers.Length)];

    /// <summary>A word that nobody else says.</summary>
    public static string Token(int number) => Mark + string.Concat(number.ToString("D5", CultureInfo.InvariantCulture).Select(digit => $"{"bdfgklmnpr"[digit - '0']}a"));

    /// <summary>A person's free words, with a word that nobody else says.</summary>
    public static (string Text, Meaning Meaning) Free(Random random, string token)
    {
        var (text, meaning) = s_free[random.Next(s_free.Length)];
        return (string.Format(null, text, token), meaning);
    }

    /// <summary>A machine's reply.</summary>
    public static string Machine(Random random) => s_machines[random.Next(s_machines.Length)];
}
