namespace SecureDocket.Photos.Colours;

/// <summary>The colours that a picture's samples stand for. A photo is kept without a profile, as sRGB (IEC 61966-2-1).</summary>
internal sealed class ColourSpace
{
    // Of 255 steps: fewer are hardly seen between two pictures of the same face.
    private const double VisibleInGreys = 12;
    private const double VisibleInColours = 16;

    // From the profile connection space, whose white is D50, to linear sRGB.
    private static readonly double[] s_toSrgb = [3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.9161415, 0.0334540, 0.0719453, -0.2289914, 1.4052427];

    private readonly double[] _toSrgb;
    private readonly Func<double, double>[] _curves;

    /// <param name="name">What a person calls it.</param>
    /// <param name="colorants">The primaries in the profile connection space, row by row: X, Y and Z of red, green and blue.</param>
    /// <param name="curves">The linear light of a sample, for red, green and blue.</param>
    private ColourSpace(string name, double[] colorants, Func<double, double>[] curves) =>
        (Name, Colorants, _toSrgb, _curves) = (name, colorants, Matrix.Product(s_toSrgb, colorants), curves);

    public static ColourSpace DisplayP3 { get; } = Of("Display P3", Matrix.Primaries([0.680, 0.320, 0.265, 0.690, 0.150, 0.060, 0.3127, 0.3290]), Linear);

    public static ColourSpace AdobeRgb { get; } = Of("Adobe RGB", Matrix.Primaries([0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290]), Power(2.19921875));

    public string Name { get; }

    private double[] Colorants { get; }

    /// <summary>True if a grey picture would be shown visibly lighter or darker as sRGB.</summary>
    public bool ShowsInGreys => Enumerable.Range(0, 256).Any(grey => Change(grey, grey, grey) > VisibleInGreys);

    /// <summary>True if a coloured picture would be shown in visibly different colours as sRGB.</summary>
    public bool ShowsInColours
    {
        get
        {
            int[] levels = [40, 110, 180, 240];
            return levels.Any(red => levels.Any(green => levels.Any(blue => Change(red, green, blue) > VisibleInColours)));
        }
    }

    /// <summary>A colour space with primaries and curves, named after its primaries if they are known ones.</summary>
    public static ColourSpace Of(double[] colorants, Func<double, double>[] curves)
    {
        var known = Array.Find([DisplayP3, AdobeRgb], space => space.Colorants.Zip(colorants).All(pair => Math.Abs(pair.First - pair.Second) < 0.01));
        return new(known?.Name ?? "a colour space other than sRGB", colorants, curves);
    }

    /// <summary>A colour space whose three curves are one.</summary>
    public static ColourSpace Of(string name, double[] colorants, Func<double, double> curve) => new(name, colorants, [curve, curve, curve]);

    public static Func<double, double> Power(double exponent) => value => Math.Pow(value, exponent);

    /// <summary>The linear light of an sRGB sample from 0 to 1.</summary>
    public static double Linear(double sample) => sample <= 0.04045 ? sample / 12.92 : Math.Pow((sample + 0.055) / 1.055, 2.4);

    // The largest change of a sample when the colour is converted to sRGB, of 255 steps.
    private double Change(int red, int green, int blue)
    {
        double[] light = [_curves[0](red / 255.0), _curves[1](green / 255.0), _curves[2](blue / 255.0)];
        int[] samples = [red, green, blue];
        var change = 0.0;
        for (var row = 0; row < 3; row++)
        {
            var linear = _toSrgb[3 * row] * light[0] + _toSrgb[3 * row + 1] * light[1] + _toSrgb[3 * row + 2] * light[2];
            change = Math.Max(change, Math.Abs(255 * Sample(Math.Clamp(linear, 0, 1)) - samples[row]));
        }
        return change;
    }

    private static double Sample(double linear) => linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
}
