using System.Text.RegularExpressions;

namespace SecureDocket.Infrastructure.Tests.Checks;

/// <summary>What no file of the infrastructure may say: secrets, keys and ways to them.</summary>
internal static partial class TextRules
{
    private static readonly (Regex Pattern, string Says)[] Rules =
    [
        (Keys(), "asks for a key"),
        (ConnectionString(), "holds a connection string"),
        (Signature(), "holds a signature that opens something"),
        (Password(), "holds a password or a secret"),
        (PrivateKey(), "holds a private key"),
        (Random(), "holds what may be a secret"),
    ];

    public static IEnumerable<string> Faults(string path, string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            foreach (var (_, says) in Rules.Where(rule => rule.Pattern.IsMatch(lines[i])))
            {
                yield return $"{path}:{i + 1}: {says}";
            }
        }
    }

    [GeneratedRegex(@"\blist(Keys|Secrets|AccountSas|ServiceSas|Credentials|ConnectionStrings?)\s*\(|\.listKeys\b|(primary|secondary)(Key|ConnectionString)\b")]
    private static partial Regex Keys();

    [GeneratedRegex("(AccountKey|SharedAccessKey|SharedAccessSignature|DefaultEndpointsProtocol|accesskey)=", RegexOptions.IgnoreCase)]
    private static partial Regex ConnectionString();

    [GeneratedRegex(@"[?&]sig=[A-Za-z0-9%]")]
    private static partial Regex Signature();

    [GeneratedRegex("""(password|passwd|pwd|secret|apikey)["']?\s*[:=]\s*["'](?!\[)[^"'$@<{]{4,}["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Password();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----")]
    private static partial Regex PrivateKey();

    // A long run of letters and digits of both cases is no word and no address.
    [GeneratedRegex("""["'=](?=[A-Za-z0-9+/]*[0-9])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{40,}={0,2}["']""")]
    private static partial Regex Random();
}
