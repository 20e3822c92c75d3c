namespace SecureDocket.Texts;

/// <summary>Reads the answers to our questions: a digit with the words around it, yes, no, and the wish for another date.</summary>
internal sealed class Answers(Vocabulary[] languages, PatternSet courtesy)
{
    private const int LongestRemark = 8;
    private const int LongestName = 2;
    private const int Repeats = 3;
    private const int WillCome = 1;
    private const int NeedsToMove = 2;
    private const int NeedsHelp = 3;

    /// <summary>The answer that is the whole text, apart from courtesy; null if there is none.</summary>
    public InboundText? Whole(Spoken said)
    {
        if (DigitIn(said) is { } digit)
        {
            return new(InboundIntent.Digit, digit);
        }

        // What is a filler in one language may be the negation of another.
        var isNegative = languages.Any(language => language.Negates(said.All));
        return Says(said, language => language.No) ? new(InboundIntent.No)
            : languages.Any(language => InboundReader.Whole(said.All, language.Yes, courtesy)) || !isNegative && Says(said, language => language.Yes) ? new(InboundIntent.Yes)
            : !isNegative && Says(said, language => language.Move) ? new(InboundIntent.Move)
            : null;
    }

    /// <summary>The answer of a text that says more: a digit, a mark and a remark, or a digit and a name; null if there is none.</summary>
    public InboundText? InContext(Spoken said)
    {
        if (said.All.Count < 2 || Words.DigitOf(said.All[0]) is not { } digit)
        {
            return null;
        }

        IReadOnlyList<string> rest = [.. said.All.Skip(1)];
        var isName = rest.Count <= LongestName && Enumerable.Range(1, rest.Count).All(said.IsCapitalized) && !languages.Any(language => Enumerable.Range(0, rest.Count).Any(at => language.Knows(rest, at)));
        return isName || said.IsMarkedOff(0) && IsRemark(rest, digit) ? new(InboundIntent.Digit, digit) : null;
    }

    private bool Says(Spoken said, Func<Vocabulary, PatternSet> list) => languages.Any(language => InboundReader.Whole(said.All, list(language), courtesy, language.Fillers));

    private bool IsRemark(IReadOnlyList<string> rest, int digit) =>
        Words.Count(rest) <= LongestRemark && !rest.Any(word => word.Any(char.IsDigit))
        && !languages.Any(language => language.Questions.IsIn(rest) || digit == WillCome && (language.Negates(rest) || language.Move.IsIn(rest)));

    // "1", "11" by a double tap, "one", "1 thanks", "yes, 1", "option 1", "1 = I will be there", "2 I need to move it".
    private int? DigitIn(Spoken said)
    {
        var written = said.All.Where(word => word.All(char.IsDigit)).Distinct().ToList();
        if (written.Count > 1)
        {
            return null;
        }

        if (written is [var word])
        {
            var digit = Words.DigitOf(word) ?? (word.Length <= Repeats && word.Distinct().Count() == 1 ? Words.DigitOf(word[..1]) : null);
            return digit is { } value && languages.Any(language => InboundReader.Whole(said.All, new([word]), Around(language, value))) ? value : null;
        }

        foreach (var language in languages)
        {
            for (var value = 0; value <= 9; value++)
            {
                if (InboundReader.Whole(said.All, language.Digits[value], courtesy, language.AroundDigit))
                {
                    return value;
                }
            }
        }

        return null;
    }

    private PatternSet[] Around(Vocabulary language, int digit) => digit switch
    {
        WillCome => [courtesy, language.AroundDigit, language.Digits[digit], language.Yes],
        NeedsToMove => [courtesy, language.AroundDigit, language.Digits[digit], language.No, language.Move],
        NeedsHelp => [courtesy, language.AroundDigit, language.Digits[digit], language.Help],

        // No opening has such a digit: it means none of them, or nothing.
        > TextValues.MaxOpenings => [courtesy, language.AroundDigit, language.Digits[digit], language.No],
        _ => [courtesy, language.AroundDigit, language.Digits[digit]],
    };
}
