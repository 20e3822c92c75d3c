using System.Text;

namespace SecureDocket.Cardholders;

/// <summary>The scripts that living people's names are written in, by Unicode block.</summary>
/// <remarks>A script is named by the first code point of its main block. Blocks of no script in the table are each a script of their own.</remarks>
internal static class Scripts
{
    public const int Latin = 0x41;
    public const int Cyrillic = 0x400;
    public const int Greek = 0x370;
    public const int Hebrew = 0x590;
    public const int Arabic = 0x600;
    public const int Syriac = 0x700;
    public const int Thai = 0xE00;
    public const int Lao = 0xE80;
    public const int Tibetan = 0xF00;
    public const int Myanmar = 0x1000;
    public const int Mongolian = 0x1800;
    public const int Hangul = 0x1100;
    public const int Hiragana = 0x3040;
    public const int Katakana = 0x30A0;
    public const int Bopomofo = 0x3100;
    public const int Han = 0x4E00;

    /// <summary>What belongs to every script: modifier letters, marks that any letter may bear, the ordinals ª and º.</summary>
    public const int Common = 0;

    private const int Georgian = 0x10A0;
    private const int Ethiopic = 0x1200;
    private const int Cherokee = 0x13A0;
    private const int Syllabics = 0x1400;

    // By first code point; each block ends where the next one in the table begins, or at its own end.
    private static readonly (int First, int Last, int Script)[] s_blocks =
    [
        (0x41, 0xA9, Latin), (0xAA, 0xAA, Common), (0xAB, 0xB9, Latin), (0xBA, 0xBA, Common), (0xBB, 0x2AF, Latin), (0x2B0, 0x36F, Common),
        (0x370, 0x3FF, Greek), (0x400, 0x52F, Cyrillic), (0x530, 0x58F, 0x530), (0x590, 0x5FF, Hebrew), (0x600, 0x6FF, Arabic), (0x700, 0x74F, Syriac),
        (0x750, 0x77F, Arabic), (0x870, 0x8FF, Arabic), (0x900, 0x950, 0x900), (0x951, 0x952, Common), (0x953, 0x97F, 0x900), (0xF00, 0xFFF, Tibetan), (0x1000, 0x109F, Myanmar),
        (0x10A0, 0x10FF, Georgian), (0x1100, 0x11FF, Hangul), (0x1200, 0x139F, Ethiopic), (0x13A0, 0x13FF, Cherokee), (0x1400, 0x167F, Syllabics),
        (0x1780, 0x17FF, 0x1780), (0x1800, 0x18AF, Mongolian), (0x18B0, 0x18FF, Syllabics), (0x1A20, 0x1AAF, 0x1A20), (0x1AB0, 0x1AFF, Common), (0x1C80, 0x1C8F, Cyrillic),
        (0x1C90, 0x1CBF, Georgian), (0x1CD0, 0x1CFF, Common), (0x1D00, 0x1DBF, Latin), (0x1DC0, 0x1DFF, Common), (0x1E00, 0x1EFF, Latin), (0x1F00, 0x1FFF, Greek),
        (0x2C60, 0x2C7F, Latin), (0x2D00, 0x2D2F, Georgian), (0x2D80, 0x2DDF, Ethiopic), (0x2DE0, 0x2DFF, Cyrillic), (0x3005, 0x3007, Han),
        (0x302A, 0x302F, Common), (0x3031, 0x3035, Hiragana), (0x3040, 0x3098, Hiragana), (0x3099, 0x309A, Common), (0x309B, 0x309F, Hiragana), (0x30A0, 0x30FB, Katakana),
        (0x30FC, 0x30FC, Common), (0x30FD, 0x30FF, Katakana), (0x3100, 0x312F, Bopomofo), (0x3130, 0x318F, Hangul), (0x31A0, 0x31BF, Bopomofo),
        (0x31F0, 0x31FF, Katakana), (0x3400, 0x4DBF, Han), (0x4E00, 0x9FFF, Han), (0xA640, 0xA69F, Cyrillic), (0xA720, 0xA7FF, Latin),
        (0xA8E0, 0xA8FF, 0x900), (0xA960, 0xA97F, Hangul), (0xA9E0, 0xA9FF, Myanmar), (0xAA60, 0xAA7F, Myanmar), (0xAB00, 0xAB2F, Ethiopic),
        (0xAB30, 0xAB6F, Latin), (0xAB70, 0xABBF, Cherokee), (0xAC00, 0xD7FF, Hangul), (0xF900, 0xFAFF, Han), (0xFB00, 0xFB06, Latin), (0xFB13, 0xFB17, 0x530),
        (0xFB1D, 0xFB4F, Hebrew), (0xFB50, 0xFDFF, Arabic), (0xFE20, 0xFE2F, Common), (0xFE70, 0xFEFF, Arabic), (0xFF21, 0xFF5A, Latin),
        (0xFF66, 0xFF6F, Katakana), (0xFF70, 0xFF70, Common), (0xFF71, 0xFF9F, Katakana), (0x20000, 0x3FFFF, Han),
    ];

    /// <summary>The script of a letter or mark.</summary>
    public static int Of(Rune rune)
    {
        foreach (var (first, last, script) in s_blocks)
        {
            if (rune.Value <= last)
            {
                return rune.Value >= first ? script : BlockOf(rune);
            }
        }

        return BlockOf(rune);
    }

    /// <summary>Whether one word may be written in these scripts, as in UTS #39, section 5.2, "highly restrictive", and Latin alone with those of East Asia.</summary>
    public static bool GoTogether(IReadOnlySet<int> scripts) => scripts.Count <= 1
        || scripts.IsSubsetOf(s_japanese) || scripts.IsSubsetOf(s_chinese) || scripts.IsSubsetOf(s_korean);

    /// <summary>How many marks a letter bears at most, each counted, also where Unicode has one character for letter and mark.</summary>
    public static int MarksOf(int script) => script switch
    {
        Latin or Cyrillic or Common => 2,
        Greek or Hebrew or Arabic or Thai or Lao => 3,
        Tibetan or Myanmar or 0x1A20 => 6,
        _ => 4,
    };

    // Most scripts of South and Southeast Asia have 128 code points each.
    private static int BlockOf(Rune rune) => rune.Value & ~0x7F;

    private static readonly HashSet<int> s_japanese = [Latin, Han, Hiragana, Katakana];
    private static readonly HashSet<int> s_chinese = [Latin, Han, Bopomofo];
    private static readonly HashSet<int> s_korean = [Latin, Han, Hangul];
}
