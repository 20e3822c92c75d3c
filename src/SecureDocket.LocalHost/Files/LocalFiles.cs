using System.Text;

namespace SecureDocket.LocalHost.Files;

/// <summary>Small files of the local host, readable by their owner only.</summary>
internal static class LocalFiles
{
    /// <summary>Options for creating a file that only its owner may read.</summary>
    public static FileStreamOptions ForOwner(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    /// <summary>Reads a file, and creates it on the first run.</summary>
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

    /// <summary>Writes a complete file and renames it into place, so that a crash leaves no partial file.</summary>
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
