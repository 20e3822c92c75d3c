using System.Text;

namespace SecureDocket.LocalHost.Files;

/// <summary>Small files of the local host, kept for its owner only.</summary>
internal static class LocalFiles
{
    /// <summary>How a file is made that only its owner may read.</summary>
    public static FileStreamOptions ForOwner(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Reads a file, which is made on the first run.</summary>
    public static string ReadOrCreate(string path, Func<string> create)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        var content = create();
        Write(path, content);
        return content;
    }

    /// <summary>Writes a whole file. It is renamed into place, so that a host that dies leaves no half a file behind.</summary>
    public static void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = path + ".draft";
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, new UTF8Encoding(false), ForOwner(FileMode.CreateNew)))
        {
            writer.Write(content);
        }

        File.Move(draft, path, overwrite: true);
    }
}
