namespace SecureDocket.LocalHost.Files;

/// <summary>The folder of a running host, which no other host can take until this one ends.</summary>
internal sealed class DataFolder : IDisposable
{
    private const string LockName = "host.lock";

    // Beside the lock, which nobody else can read.
    private const string HolderName = "host";

    // What hosts write, of which a new start needs nothing. The folder may also contain a developer's own files, and Azurite's programs.
    private static readonly string[] s_folders = ["storage", "queues"];
    private static readonly string[] s_files = ["clock-offset", "lookup-secret", "outbox.ndjson", "pilot-roster.json", "*.pem", "*.draft"];

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (FullPath, _lock) = (path, held);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Takes a folder, and creates it if necessary. The system releases it however this process ends.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="address">Where this host can be found, for the message to the next one.</param>
    /// <exception cref="LocalHostException">Another host uses the folder, or it cannot be written.</exception>
    public static DataFolder Take(string path, Uri address)
    {
        var file = Path.Combine(path, LockName);
        try
        {
            Directory.CreateDirectory(path);
            FileStream held = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            LocalFiles.Write(Path.Combine(path, HolderName), $"{address} (process {Environment.ProcessId})");
            return new(path, held);
        }
        catch (IOException taken) when (File.Exists(file))
        {
            throw new LocalHostException($"Another local host uses the folder {path}: {HolderOf(path)}; stop it, or choose another folder with --data.", taken);
        }
        catch (Exception blocked) when (blocked is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException($"The folder {path} cannot be used: {blocked.Message.TrimEnd('.')}; make it writable, or choose another with --data.", blocked);
        }
    }

    /// <summary>Deletes what hosts have written into the folder: storage, outbox, queues, keys, secrets and the clock. Other files stay.</summary>
    public void Empty()
    {
        foreach (var folder in s_folders.Select(name => Path.Combine(FullPath, name)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in s_files.SelectMany(name => Directory.EnumerateFiles(FullPath, name)))
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    private static string HolderOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, HolderName));
        }
        catch (IOException)
        {
            return "one that is just starting";
        }
    }
}
