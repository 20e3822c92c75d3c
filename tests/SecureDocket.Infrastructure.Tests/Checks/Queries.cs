using System.Text.Json;
using System.Text.RegularExpressions;
using SecureDocket.Testing;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>Every query that alerts, the workbook, the pages and the first deployment ask the workspace or Application Insights, as it is written.</summary>
internal static partial class Queries
{
    /// <summary>The texts that hold queries, by their paths in the repository.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = new[] { ("infra", "*.bicep"), ("infra", "workbook.json"), ("docs", "*.md"), ("eng", "first-deployment.mjs") }
        .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(Repository.Root, kind.Item1), kind.Item2, SearchOption.AllDirectories))
        .ToDictionary(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), path => File.ReadAllText(path).ReplaceLineEndings("\n"));

    /// <summary>The queries of these texts, each with where it stands.</summary>
    public static IReadOnlyList<(string Place, string Query)> Of(IReadOnlyDictionary<string, string> texts) =>
        [.. texts.OrderBy(text => text.Key, StringComparer.Ordinal).SelectMany(text => Of(text.Key, text.Value))];

    private static IEnumerable<(string Place, string Query)> Of(string path, string text) => Path.GetExtension(path) switch
    {
        ".bicep" => Rule().Matches(text).Select(rule => ($"{path} {rule.Groups["name"].Value}", rule.Groups["query"].Value)),
        ".json" => Strings(JsonDocument.Parse(text).RootElement).Select(query => (path, query)),
        _ => Fenced().Matches(text).Concat(Argument().Matches(text)).Concat(Inline().Matches(text))
            .SelectMany(found => Beginning().Split(found.Groups["query"].Value)).Where(query => Beginning().IsMatch("\n" + query)).Select(query => (path, query)),
    };

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name == "query" ? [property.Value.GetString()!] : Strings(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };

    [GeneratedRegex(@"\bname: '(?<name>[\w-]+)'(?:(?!\bname: ').)*?\bquery: '''\n(?<query>.*?)'''", RegexOptions.Singleline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"```kusto\n(?<query>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"--analytics-query '\s*(?<query>[^']*)'")]
    private static partial Regex Argument();

    [GeneratedRegex(@"(?<!`)`(?<query>[A-Za-z, ]+ \| [^`]+)`(?!`)")]
    private static partial Regex Inline();

    // A page writes queries one after the other; each begins with a table.
    [GeneratedRegex(@"(?:^|\n)(?=(?:App[A-Z]|Azure[A-Z]|Storage[A-Z]|Usage|custom[A-Z]|union|requests|dependencies|traces|exceptions)\w*\b[^\n]*)")]
    private static partial Regex Beginning();
}
