using System.Globalization;
using System.Security.Cryptography;
using SecureDocket.LocalHost.Files;

namespace SecureDocket.LocalHost;

/// <summary>Installs the pinned Azurite into a folder once, even when several processes ask at the same time.</summary>
internal sealed class AzuriteInstallation
{
    // Azurite asks for a newer one but runs on this; older versions lack a feature that the launcher needs (--import). README and
    // the manifests of npm name the same version, and a test compares them.
    internal const int OldestNode = 20;
    private const string GetNode = "install Node.js 20 or later (it runs Azurite, the storage emulator) and try again.";
    private const string UnfinishedPrefix = ".unfinished-";
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan NodeTimeout = TimeSpan.FromSeconds(30);
    private static readonly string[] Manifests = ["package.json", "package-lock.json"];

    private readonly AzuriteOptions _options;
    private readonly string _manifestFolder = Path.Combine(AppContext.BaseDirectory, "azurite");

    private AzuriteInstallation(AzuriteOptions options) => _options = options;

    /// <summary>Returns the full path of Azurite's entry script, installing Azurite if necessary.</summary>
    public static async Task<string> EnsureAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await new AzuriteInstallation(options).EnsureAsync(cancellationToken);
        }
        catch (Exception blocked) when (blocked is IOException or UnauthorizedAccessException)
        {
            throw new LocalHostException(
                $"Azurite cannot be installed into {options.InstallFolder}: {blocked.Message.TrimEnd('.')}; make the folder writable or choose another.", blocked);
        }
    }

    private static string EntryOf(string folder) => Path.Combine(folder, "node_modules", "azurite", "dist", "src", "azurite.js");

    private static async Task AssertNodeAsync(CancellationToken cancellationToken)
    {
        ToolProcess.Outcome? node;
        try
        {
            node = await ToolProcess.RunAsync("node", ["--version"], AppContext.BaseDirectory, NodeTimeout, cancellationToken);
        }
        catch (TimeoutException slow)
        {
            throw new LocalHostException("`node --version` did not respond within 30 seconds; check the Node.js installation and try again.", slow);
        }

        if (node is null)
        {
            throw new LocalHostException($"There is no `node` on the PATH; {GetNode}");
        }

        var version = node.Output.Trim();
        if (node.ExitCode != 0
            || !int.TryParse(version.TrimStart('v').Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || major < OldestNode)
        {
            throw new LocalHostException($"Node.js {version} is older than {OldestNode}; {GetNode}");
        }
    }

    private async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await AssertNodeAsync(cancellationToken);

        // Named after its sources, so that a new pinned version is a new installation and never a patched old one.
        var locked = await File.ReadAllBytesAsync(Path.Combine(_manifestFolder, "package-lock.json"), cancellationToken);
        var folder = Path.Combine(Path.GetFullPath(_options.InstallFolder), Convert.ToHexStringLower(SHA256.HashData(locked))[..12]);
        var entry = EntryOf(folder);
        if (File.Exists(entry))
        {
            return entry;
        }

        Directory.CreateDirectory(_options.InstallFolder);
        await using (await LockAsync(cancellationToken))
        {
            // Another process may have finished the installation while this one waited.
            if (!File.Exists(entry))
            {
                await InstallAsync(folder, cancellationToken);
            }
        }

        return entry;
    }

    // The system releases the lock however its holder ends, so a crash requires no manual cleanup.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(_options.InstallFolder, ".lock");
        var told = false;
        for (var waited = TimeSpan.Zero; ; waited += LockPoll)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (File.Exists(path))
            {
                if (waited >= _options.InstallTimeout)
                {
                    throw new LocalHostException(
                        $"Another process has been installing Azurite for {_options.InstallTimeout.TotalMinutes:0} minutes; stop it and try again.", held);
                }

                if (!told)
                {
                    _options.Progress?.Invoke("Waiting for another process to finish installing Azurite ...");
                    told = true;
                }
            }

            await Task.Delay(LockPoll, cancellationToken);
        }
    }

    private async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        _options.Progress?.Invoke("Installing Azurite, the storage emulator (once; a minute or two) ...");
        DeleteAbandoned();

        // Installed elsewhere and renamed when complete, so that an aborted installation never looks finished.
        var unfinished = Path.Combine(_options.InstallFolder, UnfinishedPrefix + Path.GetRandomFileName());
        Directory.CreateDirectory(unfinished);
        foreach (var manifest in Manifests)
        {
            File.Copy(Path.Combine(_manifestFolder, manifest), Path.Combine(unfinished, manifest));
        }

        await RunNpmAsync(unfinished, cancellationToken);
        if (!File.Exists(EntryOf(unfinished)))
        {
            throw new LocalHostException($"`npm ci` did not install Azurite into {unfinished}; delete {_options.InstallFolder} and try again.");
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.Move(unfinished, folder);
        _options.Progress?.Invoke("Azurite is installed.");
    }

    private void DeleteAbandoned()
    {
        foreach (var folder in Directory.EnumerateDirectories(_options.InstallFolder, UnfinishedPrefix + "*"))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // The npm of an aborted installation may still be writing; the next installation deletes its files.
            }
        }
    }

    private async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        // Install scripts of dependencies are not run: Azurite needs none, and none should run on a developer's machine.
        string[] arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--engine-strict=false", "--loglevel=error"];
        var (tool, all) = OperatingSystem.IsWindows() ? ("cmd.exe", ["/d", "/c", "npm", .. arguments]) : ("npm", arguments);
        ToolProcess.Outcome? npm;
        try
        {
            npm = await ToolProcess.RunAsync(tool, all, folder, _options.InstallTimeout, cancellationToken);
        }
        catch (TimeoutException slow)
        {
            throw new LocalHostException(
                $"`npm ci` did not finish within {_options.InstallTimeout.TotalMinutes:0} minutes; check that the npm registry is reachable and try again.", slow);
        }

        if (npm is null)
        {
            throw new LocalHostException($"There is no `npm` on the PATH; {GetNode}");
        }

        if (npm.ExitCode != 0)
        {
            var reason = string.Join("; ", npm.Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(2));
            throw new LocalHostException(
                $"`npm ci` ended with code {npm.ExitCode} ({reason}); check that the npm registry is reachable and try again.");
        }
    }
}
