using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace SecureDocket.Functions.Pages;

/// <summary>The files of the folder <c>Web</c>, embedded in the assembly, with one release name for their combined content.</summary>
/// <remarks>
/// Every file's address contains the release, so a browser can cache files forever and never mix two releases: modules
/// import each other by relative addresses.
/// </remarks>
public sealed class WebFiles
{
    private const string Prefix = "Web/";

    private static readonly FrozenDictionary<string, string> s_mediaTypes = new Dictionary<string, string>
    {
        [".css"] = "text/css; charset=utf-8",
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".txt"] = "text/plain; charset=utf-8",
        [".webmanifest"] = "application/manifest+json",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, WebFile> _files;

    /// <summary>Reads the files embedded in the assembly.</summary>
    public WebFiles()
        : this(Carried())
    {
    }

    /// <summary>Uses these files instead, as a release of their own.</summary>
    /// <param name="files">The files; paths must be unique.</param>
    public WebFiles(IEnumerable<WebFile> files)
    {
        _files = files.ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\n{file.Content.Length}\n"));
            hash.AppendData(file.Content.Span);
        }

        Release = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static IEnumerable<WebFile> Carried()
    {
        var assembly = typeof(WebFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new WebFile(name[Prefix.Length..], content, s_mediaTypes[Path.GetExtension(name)]);
        });
    }

    /// <summary>Identifies the content of all files together: 12 hex digits that differ after any change.</summary>
    public string Release { get; }

    /// <summary>All files, ordered by path.</summary>
    public IEnumerable<WebFile> All => _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal);

    /// <summary>A file; null when there is none.</summary>
    /// <param name="path">Its path within <c>Web</c>, e.g. <c>portal/look.css</c>.</param>
    public WebFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>The address of a file in this release.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public string AddressOf(string path) => Find(path) is null
        ? throw new ArgumentException($"There is no file {path}.", nameof(path))
        : $"/assets/{Release}/{path}";
}

/// <summary>A file that pages load.</summary>
/// <param name="Path">Its path within <c>Web</c>.</param>
/// <param name="Content">Its content.</param>
/// <param name="MediaType">The media type it is served with.</param>
public sealed record WebFile(string Path, ReadOnlyMemory<byte> Content, string MediaType)
{
    /// <summary>The hash that a browser checks the bytes against (Subresource Integrity).</summary>
    public string Integrity => IntegrityOf(Content.Span);

    /// <summary>The hash of any bytes, in the same form.</summary>
    internal static string IntegrityOf(ReadOnlySpan<byte> content) => $"sha256-{Convert.ToBase64String(SHA256.HashData(content))}";
}
