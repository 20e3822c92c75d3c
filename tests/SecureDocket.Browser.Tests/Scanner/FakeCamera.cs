using System.Text;
using QRCoder;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>A film of one code on a grey table, as Chromium's fake camera plays it: YUV4MPEG2, 4:2:0.</summary>
internal sealed class FakeCamera : IDisposable
{
    private const int Width = 1280;
    private const int Height = 720;
    private const byte Grey = 128;
    private const byte Dark = 40;
    private const byte Light = 225;

    private FakeCamera()
    {
    }

    /// <summary>A film of an empty code. The caller disposes of it.</summary>
    public static FakeCamera Empty()
    {
        var camera = new FakeCamera();
        camera.Show("");
        return camera;
    }

    /// <summary>Puts a code there for the next time that the camera starts, filling most of the picture's height, turned a little as a hand holds it.</summary>
    public void Show(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var luma = new byte[Width * Height];
        var modules = data.ModuleMatrix.Count;
        var scale = Height * 0.88 / modules;
        var (sin, cos) = Math.SinCos(0.03);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                // Four samples a pixel: a lens has no hard edges.
                var sum = 0;
                for (var part = 0; part < 4; part++)
                {
                    var (dx, dy) = (x + 0.25 + part % 2 * 0.5 - Width / 2, y + 0.25 + part / 2 * 0.5 - Height / 2);
                    var column = (int)Math.Floor((dx * cos + dy * sin) / scale + modules / 2.0);
                    var row = (int)Math.Floor((dy * cos - dx * sin) / scale + modules / 2.0);
                    sum += row < 0 || column < 0 || row >= modules || column >= modules ? Grey : data.ModuleMatrix[row][column] ? Dark : Light;
                }

                luma[y * Width + x] = (byte)(sum / 4);
            }
        }

        using var file = File.Create(Path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{Width} H{Height} F15:1 Ip A1:1 C420jpeg\n"));
        var chroma = new byte[Width * Height / 2];
        Array.Fill(chroma, Grey);
        for (var frame = 0; frame < 2; frame++)
        {
            file.Write("FRAME\n"u8);
            file.Write(luma);
            file.Write(chroma);
        }
    }

    /// <summary>What Chromium is started with.</summary>
    public string[] Flags => ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", $"--use-file-for-fake-video-capture={Path}"];

    private string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"secure-docket-{Guid.NewGuid():N}.y4m");

    public void Dispose() => File.Delete(Path);
}
