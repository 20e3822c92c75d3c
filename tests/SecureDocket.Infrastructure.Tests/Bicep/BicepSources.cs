namespace SecureDocket.Infrastructure.Tests.Bicep;

/// <summary>A folder of Bicep files and of what they load, as it is or changed.</summary>
internal sealed class BicepSources
{
    private readonly IReadOnlyDictionary<string, string> _texts;
    private readonly Dictionary<string, BicepFile> _files;

    public BicepSources(IReadOnlyDictionary<string, string> texts)
        : this(texts, [])
    {
    }

    private BicepSources(IReadOnlyDictionary<string, string> texts, Dictionary<string, BicepFile> known)
    {
        _texts = texts;
        _files = texts.Where(text => text.Key.EndsWith(".bicep", StringComparison.Ordinal)).ToDictionary(
            text => text.Key,
            text => known.TryGetValue(text.Key, out var file) && file.Root.Source == text.Value ? file : new BicepFile(text.Key, NodeParser.Parse(text.Value)));
    }

    public IEnumerable<BicepFile> Files => _files.Values.OrderBy(file => file.Path, StringComparer.Ordinal);

    /// <summary>Every file's text, by its path.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    public static BicepSources Read(string folder) => new(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText));

    public BicepFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>The same with one file's text changed.</summary>
    public BicepSources With(string path, string text) => new(new Dictionary<string, string>(_texts) { [path] = text }, _files);
}
