using System.Globalization;
using System.Text;

namespace SecureDocket.Printing;

/// <summary>Text fitted into a box: the largest size at which its lines fit, broken between words if that helps.</summary>
/// <param name="Size">The font size in millimetres.</param>
/// <param name="Lines">The lines with their widths in millimetres.</param>
internal sealed record FittedText(double Size, IReadOnlyList<(string Text, double Width)> Lines)
{
    /// <summary>The distance between baselines as a multiple of the size.</summary>
    public const double LineHeight = 1.14;

    private const double Step = 0.1;

    // Advance widths of Helvetica Bold, in thousandths of the size, from '!' on; Arial and Liberation Sans have the same metrics.
    private static readonly int[] s_widths =
    [
        333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333,
        333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611,
        722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611,
        611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500,
    ];

    /// <summary>Fits <paramref name="text"/> into a box.</summary>
    /// <param name="text">One or more words.</param>
    /// <param name="width">The box's width in millimetres.</param>
    /// <param name="height">Its height.</param>
    /// <param name="largest">The size to start from.</param>
    /// <param name="smallest">The smallest size; at this size, lines that still do not fit are condensed when drawn.</param>
    public static FittedText Into(string text, double width, double height, double largest, double smallest)
    {
        for (var step = 0; ; step++)
        {
            var size = Math.Max(largest - step * Step, smallest);
            var lines = Break(text, width / size);
            if (size == smallest)
            {
                lines = Tighten(text, lines, width / size, atMost: Math.Max(1, (int)(height / (size * LineHeight))));
            }
            else if (lines.Count * size * LineHeight > height || lines.Any(line => WidthOf(line) * size > width))
            {
                continue;
            }

            return new(size, [.. lines.Select(line => (line, Math.Min(WidthOf(line) * size, width)))]);
        }
    }

    /// <summary>The width of a line at size 1.</summary>
    public static double WidthOf(string text)
    {
        var sum = 0;
        foreach (var character in text.Normalize(NormalizationForm.FormD))
        {
            // A combining mark has no width of its own.
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                var index = character - '!';
                sum += character == ' ' ? 278 : index >= 0 && index < s_widths.Length ? s_widths[index] : 667;
            }
        }

        return sum / 1000.0;
    }

    // Too many lines would overlap the text below; fewer and longer lines are only condensed.
    private static List<string> Tighten(string text, List<string> lines, double width, int atMost)
    {
        while (lines.Count > atMost)
        {
            width *= 1.05;
            lines = Break(text, width);
        }

        return lines;
    }

    private static List<string> Break(string text, double width)
    {
        List<string> lines = [];
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && WidthOf(longer) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        lines.Add(line);
        return lines;
    }
}
