using System.Globalization;
using System.Text;
using QRCoder;

namespace SecureDocket.Printing;

/// <summary>A QR code (ISO/IEC 18004, ECC level M) as an SVG path in units of one module, including the quiet zone of four modules.</summary>
/// <param name="Modules">The number of modules per side, including the quiet zone.</param>
/// <param name="Path">The dark modules.</param>
public sealed record QrPath(int Modules, string Path)
{
    /// <summary>The code of a text.</summary>
    public static QrPath Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count;)
            {
                if (!rows[y][x])
                {
                    x++;
                    continue;
                }

                var start = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h{start - x}z");
            }
        }

        return new(rows.Count, path.ToString());
    }
}
