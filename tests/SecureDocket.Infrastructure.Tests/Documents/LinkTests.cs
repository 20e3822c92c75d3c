using System.Text.RegularExpressions;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Infrastructure.Tests.Documents;

/// <summary>What a page of this repository leads to is there: an operator at night follows links.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] s_elsewhere = ["artifacts", ".local", "node_modules", "bin", "obj"];

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(path => !path.Split('/').Any(s_elsewhere.Contains))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_of_a_page_leads_somewhere(string page) => Assert.Empty(Broken(page, File.ReadAllText(Path.Combine(Repository.Root, page))));

    [Theory]
    [InlineData("[a page](nowhere.md)", "nowhere.md")]
    [InlineData("[a folder](../nowhere/)", "../nowhere/")]
    [InlineData("[a heading](deploy.md#nowhere)", "deploy.md#nowhere")]
    [InlineData("![a picture](nowhere.png)", "nowhere.png")]
    [InlineData("<img src=\"nowhere.png\" width=\"150\">", "nowhere.png")]
    public void A_link_that_leads_nowhere_is_found(string text, string link) => Assert.Equal([link], Broken("docs/operations/README.md", text));

    [Theory]
    [InlineData("[a page](deploy.md)")]
    [InlineData("[a heading](deploy.md#a-verified-card)")]
    [InlineData("[elsewhere](https://example.com/nowhere)")]
    [InlineData("```\n[code](nowhere.md)\n```")]
    public void A_link_that_leads_somewhere_is_not(string text) => Assert.Empty(Broken("docs/operations/README.md", text));

    private static List<string> Broken(string page, string text)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        return [.. Link().Matches(Code().Replace(text, "")).Select(match => match.Groups["to"].Value).Where(link => !IsThere(folder, page, link))];
    }

    private static bool IsThere(string folder, string page, string link)
    {
        // Outside of the tree is what GitHub itself serves, as the form for reporting a weakness.
        if (Uri.TryCreate(link, UriKind.Absolute, out _) || link.Contains("security/advisories", StringComparison.Ordinal))
        {
            return true;
        }

        var (path, heading) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? Path.Combine(Repository.Root, page) : Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(path)));
        return (File.Exists(target) || Directory.Exists(target))
            && (heading is null || !target.EndsWith(".md", StringComparison.Ordinal) || Anchors(File.ReadAllText(target)).Contains(heading));
    }

    // As GitHub makes them: lower case, without punctuation, spaces as hyphens.
    private static HashSet<string> Anchors(string text) => [.. Heading().Matches(Code().Replace(text, ""))
        .Select(match => Dropped().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\((?<to>[^()\s]+)\)|<img src=""(?<to>[^""]+)""")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Dropped();

    [GeneratedRegex(@"^[ ]*```.*?^[ ]*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
