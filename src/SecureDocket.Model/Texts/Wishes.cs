using System.Text.RegularExpressions;

namespace SecureDocket.Texts;

/// <summary>The wishes about texts that a clause can express, as patterns of the letters of <see cref="WordClass"/>.</summary>
/// <remarks>
/// In every pattern a negation before the verb of stopping turns the wish round ("don't stop texting"), a question word or a subject
/// before the negation makes a complaint of it ("why don't you text me"), and an unknown word after a verb of sending gives it another
/// object ("don't send me back"): none of these is a revocation.
/// </remarks>
internal static partial class Wishes
{
    /// <summary>Whether a clause asks for no more texts.</summary>
    /// <param name="clause">The letters of a clause.</param>
    /// <param name="verbLast">Whether the language puts its verb last.</param>
    public static bool Revokes(string clause, bool verbLast) =>
        Ceasing().IsMatch(clause) || Forbidding().IsMatch(clause) || Refusing().IsMatch(clause)
        || Removing().IsMatch(clause) && !clause.Contains(WordClass.Card, StringComparison.Ordinal)
        || verbLast && VerbLast().IsMatch(clause);

    /// <summary>
    /// Whether a clause may ask for no more texts: it begins with the stop word and goes on with nothing, a reason or a threat, it says
    /// the stop word near texts, or it is a bare "don't send me this".
    /// </summary>
    public static bool MayRevoke(string clause) => Leaning().IsMatch(clause);

    /// <summary>Whether a whole text asks for texts again.</summary>
    public static bool Resumes(string text) => OnlyAboutTexts().IsMatch(text) && Resuming().IsMatch(text);

    // Stop texting; stop sending me this; stop your messages; enough texts; STOP = no more texts.
    [GeneratedRegex("(?<![nz][fijyvpr]{0,5}|q[fijy]*)(?:[Ss][fipya]*(?:t|m|r[fip]*(?:m|$)|w[fipaj]*(?:m|p|x|t|$))|S[fipya]*k)|^S[fi]*s$")]
    private static partial Regex Ceasing();

    // Do not text me, but not "in English"; don't send me texts, any more; no longer send; "n'écrivez plus"; a bare "don't call".
    [GeneratedRegex(
        "(?<!q.*|^f*y.*|[jyqs]f*)n[fiypax]*(?:t(?![fi]*L)|w[fipa]*(?:m|[px](?![fipax]*e)))|(?<!q.*|[jyq]f*)n[fi]*[pax][fi]*w(?!u)"
        + "|(?<!q.*|[jyq][fn]*)[tw][fi]*x(?![fipax]*e)|^[fi]*n[fip]*k[fi]*$")]
    private static partial Regex Forbidding();

    // I don't want texts, to receive them, that you write; I want no more; no more texts; not to receive; no texts; "plus de messages".
    [GeneratedRegex(
        "(?<!q.*)(?:n[fa]*v[fipnxa]*(?:m|t|r[fipaxn]*(?:m|p|x|l|$)|w[fip]*(?:m|[px](?![fipax]*e)|$))"
        + "|nf*v[fip]*p[fip]*$|v[fn]*x[fi]*(?:m|t|r)"
        + "|(?:^S?|v)[fa]*n[fipa]*p[fip]*[mt]|^[fi]*n[fip]*w[fi]*p(?![fipax]*e)|^[fi]*pf*n[fi]*v?[fi]*[twm]"
        + "|^S?f*n[fpa]*r[fip]*(?:m|$)|^S?[fi]*n[fi]*m[fi]*$|^[fi]*x[fi]*m)")]
    private static partial Regex Refusing();

    // Remove me from your list; take my name off it; delete my number.
    [GeneratedRegex("(?<![nz][fijy]*)(?:d[fimpt]*u?[fimt]*[lo]|[lo][fi]*d)")]
    private static partial Regex Removing();

    // Messages stop; stop sending messages; messages not send; messages not wanted.
    [GeneratedRegex("(?<!q.*)(?:m[fip]*[tw]?[fip]*[Ss](?!f*n)|m[fip]*n[fi]*[twv]|n[fi]*w[fi]*m)")]
    private static partial Regex VerbLast();

    [GeneratedRegex("^f*S[fip]*(?:$|[hj])|(?<![nzqy].*)S.{0,4}[mt]|^[^nzq]*[mtw].*S$|^[fi]*n[fip]*w[fip]*$")]
    private static partial Regex Leaning();

    [GeneratedRegex("^[fimpajvrgtwyk]+$")]
    private static partial Regex OnlyAboutTexts();

    [GeneratedRegex("g|v.*[rm]|a.*[twm]|[tw].*a")]
    private static partial Regex Resuming();
}
