namespace SecureDocket.LocalHost.Development;

/// <summary>Small secrets of the local host, made once and kept for its owner only.</summary>
internal static class LocalFiles
{
    public static string ReadOrCreate(string path, Func<string> create)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = create();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Renamed into place, so that a start that dies leaves no half a secret behind.
        var draft = path + ".draft";
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(content);
        }

        File.Move(draft, path);
        return content;
    }
}
