namespace SecureDocket.Searches;

/// <summary>The Daitch–Mokotoff code of a name: six digits for how it may sound in the languages of Central and Eastern Europe. Pure.</summary>
/// <remarks>Randy Daitch and Gary Mokotoff, 1985. Letters that are said in two ways give several codes.</remarks>
public static class DaitchMokotoff
{
    private const int Length = 6;

    // Four letters that are said in two ways give sixteen codes; names of people have hardly more.
    private const int CodeLimit = 16;

    private const string Vowels = "aeijouy";

    // The letters, and their code at the start of the name, before a vowel, and otherwise; "-" for none, "|" between two ways to say them.
    private const string Table = """
        a 0 - -,ai 0 1 -,aj 0 1 -,ay 0 1 -,au 0 7 -,b 7 7 7,chs 5 54 54,ch 5|4 5|4 5|4,ck 5|45 5|45 5|45,cz 4 4 4,cs 4 4 4,csz 4 4 4,czs 4 4 4,c 5|4 5|4 5|4,
        drz 4 4 4,drs 4 4 4,ds 4 4 4,dsh 4 4 4,dsz 4 4 4,dz 4 4 4,dzh 4 4 4,dzs 4 4 4,d 3 3 3,dt 3 3 3,ei 0 1 -,ej 0 1 -,ey 0 1 -,eu 1 1 -,e 0 - -,fb 7 7 7,f 7 7 7,
        g 5 5 5,h 5 5 -,ia 1 - -,ie 1 - -,io 1 - -,iu 1 - -,i 0 - -,j 1|4 -|4 -|4,ks 5 54 54,kh 5 5 5,k 5 5 5,l 8 8 8,mn 66 66 66,m 6 6 6,nm 66 66 66,n 6 6 6,
        oi 0 1 -,oj 0 1 -,oy 0 1 -,o 0 - -,p 7 7 7,pf 7 7 7,ph 7 7 7,q 5 5 5,rz 94|4 94|4 94|4,rs 94|4 94|4 94|4,r 9 9 9,
        schtsch 2 4 4,schtsh 2 4 4,schtch 2 4 4,sch 4 4 4,shtch 2 4 4,shch 2 4 4,shtsh 2 4 4,sht 2 43 43,scht 2 43 43,schd 2 43 43,sh 4 4 4,stch 2 4 4,stsch 2 4 4,sc 2 4 4,
        strz 2 4 4,strs 2 4 4,stsh 2 4 4,st 2 43 43,szcz 2 4 4,szcs 2 4 4,szt 2 43 43,shd 2 43 43,szd 2 43 43,sd 2 43 43,sz 4 4 4,s 4 4 4,
        tch 4 4 4,ttch 4 4 4,ttsch 4 4 4,th 3 3 3,trz 4 4 4,trs 4 4 4,tsch 4 4 4,tsh 4 4 4,ts 4 4 4,tts 4 4 4,ttsz 4 4 4,tc 4 4 4,tz 4 4 4,ttz 4 4 4,tzs 4 4 4,tsz 4 4 4,t 3 3 3,
        ui 0 1 -,uj 0 1 -,uy 0 1 -,ue 0 - -,u 0 - -,v 7 7 7,w 7 7 7,x 5 54 54,y 1 - -,zdz 2 4 4,zdzh 2 4 4,zhdzh 2 4 4,zd 2 43 43,zhd 2 43 43,zh 4 4 4,zs 4 4 4,zsch 4 4 4,zsh 4 4 4,z 4 4 4
        """;

    private static readonly Dictionary<string, Rule> s_rules = Table.Split(',', StringSplitOptions.TrimEntries).Select(Rule.Read).ToDictionary(rule => rule.Letters);
    private static readonly int s_longest = s_rules.Keys.Max(letters => letters.Length);

    /// <summary>The codes of a word in the letters <c>a</c> to <c>z</c>, each of six digits; other characters are passed over.</summary>
    public static IReadOnlyList<string> Of(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var letters = string.Concat(word.ToLowerInvariant().Where(char.IsAsciiLetterLower));
        List<(string Code, string Last)> codes = [("", "")];
        for (var at = 0; at < letters.Length;)
        {
            var rule = RuleAt(letters, at);
            var end = at + rule.Letters.Length;
            var ways = at == 0 ? rule.AtStart : end < letters.Length && Vowels.Contains(letters[end], StringComparison.Ordinal) ? rule.BeforeVowel : rule.Otherwise;
            codes = [.. codes.SelectMany(code => ways.Select(way => Append(code.Code, code.Last, way))).Distinct().Take(CodeLimit)];
            at = end;
        }

        return [.. codes.Select(code => code.Code.PadRight(Length, '0')[..Length]).Distinct()];
    }

    private static Rule RuleAt(string letters, int at)
    {
        for (var length = Math.Min(s_longest, letters.Length - at); length > 1; length--)
        {
            if (s_rules.TryGetValue(letters.Substring(at, length), out var rule))
            {
                return rule;
            }
        }

        return s_rules[letters[at].ToString()];
    }

    // The same sound twice in a row counts once, but for "mn" and "nm", which are two of the same.
    private static (string Code, string Last) Append(string code, string last, string way) =>
        way == "-" ? (code, "") : way == "66" || !last.EndsWith(way, StringComparison.Ordinal) ? (code + way, way) : (code, way);

    private sealed record Rule(string Letters, IReadOnlyList<string> AtStart, IReadOnlyList<string> BeforeVowel, IReadOnlyList<string> Otherwise)
    {
        public static Rule Read(string text)
        {
            var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return new(parts[0], parts[1].Split('|'), parts[2].Split('|'), parts[3].Split('|'));
        }
    }
}
