using System.Globalization;
using System.Text.RegularExpressions;
using SecureDocket.Credentials;

namespace SecureDocket.Verifier;

/// <summary><c>verify</c>: verifies one card.</summary>
internal static partial class VerifyCommand
{
    // With an offset, so that the text means the same moment on every machine.
    private static readonly string[] s_instants =
        ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    public static async Task<int> RunAsync(Arguments arguments, TextReader input, TextWriter output, TimeProvider clock)
    {
        var word = arguments.Word("QR code's text")!;
        var path = arguments.Required("--pack");
        var now = arguments.Option("--at") is { } at ? Moment(at, clock.GetUtcNow()) : clock.GetUtcNow();
        var pack = await PackFile.ReadAsync(path);
        var audience = arguments.Option("--audience") ?? "officer";
        if (!pack.MaximumStatusAges.ContainsKey(audience))
        {
            throw Failure.Usage($"The pack has no policy for the audience '{audience}', but for {string.Join(", ", pack.MaximumStatusAges.Keys)}.");
        }

        var verdict = CredentialVerifier.Verify(await TextAsync(word, input), pack.TrustFor(audience), now);
        var answer = Answer.Of(verdict, pack, audience, now);
        await output.WriteLineAsync(arguments.Has("--json") ? answer.ToJson() : answer.ToText());
        return verdict.Outcome switch
        {
            Outcome.Valid => ExitCode.Valid,
            Outcome.Invalid => ExitCode.Invalid,
            _ => ExitCode.Undetermined,
        };
    }

    private static DateTimeOffset Moment(string text, DateTimeOffset now)
    {
        // Limited, so that the sum stays within the range of dates.
        if (text is ['+', .. var digits, 'd' or 'h']
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000)
        {
            return now + (text[^1] == 'd' ? TimeSpan.FromDays(count) : TimeSpan.FromHours(count));
        }

        return DateTimeOffset.TryParseExact(text, s_instants, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : throw Failure.Usage($"--at takes an instant such as 2027-01-31T12:00:00Z, or a time from now such as +2d or +6h, not '{text}'.");
    }

    private static async Task<string> TextAsync(string word, TextReader input)
    {
        if (word == "-")
        {
            return await ReadAsync(input);
        }

        if (!File.Exists(word))
        {
            return IsMistypedPath().IsMatch(word) ? throw Failure.Usage($"'{word}': neither an existing file nor the text of a QR code.") : word;
        }

        try
        {
            using var file = File.OpenText(word);
            return await ReadAsync(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failure.BadData($"{word} cannot be read: {failure.Message}");
        }
    }

    /// <summary>
    /// Matches a text that looks like a path and not like a card: it has a character outside Base45's alphabet, and a separator or an
    /// extension. It must not be reported as a malformed card, because no card was read.
    /// </summary>
    [GeneratedRegex(@"^(?=.*[^0-9A-Z $%*+\-./:]).*([/\\]|\.[A-Za-z]{1,5}$)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex IsMistypedPath();

    /// <summary>Reads a text and drops one line end after it. Of a text longer than any card's, it reads just enough to show that.</summary>
    private static async Task<string> ReadAsync(TextReader from)
    {
        var room = new char[CredentialFormat.MaximumTextLength + 3];
        var text = new string(room, 0, await from.ReadBlockAsync(room));
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2]
            : text.EndsWith('\n') ? text[..^1]
            : text;
    }
}
