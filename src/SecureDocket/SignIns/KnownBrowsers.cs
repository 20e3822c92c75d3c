using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Recognizes the browsers in which a card signed in before, so that a stranger's attempts elsewhere do not count against them.</summary>
/// <remarks>
/// A browser holds a proof for each of the last few cards: its own name and a keyed hash of that name and the card's number. It
/// grants no access. It only means that the browser's attempts are counted separately, with their own waiting times.
/// </remarks>
public sealed class KnownBrowsers(KeyedHash hash)
{
    /// <summary>How long a browser is recognized after the last sign-in.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(180);

    private const int CardLimit = 5;
    private const int NameBytes = 12;
    private const char Separator = '~';

    /// <summary>The browser's new proofs after a successful sign-in.</summary>
    /// <param name="partition">The card number's partition, as its challenge names it.</param>
    /// <param name="known">The browser's previous proofs; null for none.</param>
    public string Add(string partition, string? known)
    {
        var name = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NameBytes));
        var others = Read(known).Where(proof => !Fits(proof, partition)).TakeLast(CardLimit - 1);
        return string.Join(Separator, [.. others, $"{name}.{ProofOf(name, partition)}"]);
    }

    /// <summary>The row that counts a browser's attempts for a card number.</summary>
    internal string TriesKeyOf(string partition, string? known) =>
        Read(known).FirstOrDefault(proof => Fits(proof, partition)) is { } own ? $"{Challenges.TriesKey}|{own.Split('.')[0]}" : Challenges.TriesKey;

    private static string[] Read(string? known) => known is { Length: <= 500 } ? known.Split(Separator, CardLimit + 1) : [];

    private bool Fits(string proof, string partition) => proof.Split('.') is [{ Length: 16 } name, var said] && Base64Url.IsValid(name)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.ASCII.GetBytes(ProofOf(name, partition)));

    private string ProofOf(string name, string partition) => hash.KeyOf("known-browser", $"{partition}\n{name}");
}
