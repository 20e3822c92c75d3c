using System.Buffers.Text;
using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Writes a challenge's token as the text that a browser keeps, and reads it.</summary>
/// <remarks>
/// The partition is hidden under a pad of its own for each token: otherwise two sign-ins would show whether an A-number and a card number
/// are one person's.
/// </remarks>
public sealed class ChallengeCookies(KeyedHash hash)
{
    private const int LongestText = 200;

    /// <summary>The text of a token.</summary>
    public string Of(ChallengeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return $"{Base64Url.EncodeToString(Padded(Encoding.ASCII.GetBytes(token.Partition), token.Secret))}.{token.Secret}";
    }

    /// <summary>The token of a text; null for any other text.</summary>
    public ChallengeToken? Read(string? text)
    {
        if (text is not { Length: <= LongestText } || text.Split('.') is not [var hidden, var secret] || !IsKey(hidden) || !IsKey(secret) || !Base64Url.IsValid(hidden))
        {
            return null;
        }

        var partition = Encoding.ASCII.GetString(Padded(Base64Url.DecodeFromChars(hidden), secret));
        return IsKey(partition.Replace("|", "", StringComparison.Ordinal)) ? new(partition, secret) : null;
    }

    private byte[] Padded(byte[] bytes, string secret)
    {
        for (var at = 0; at < bytes.Length;)
        {
            foreach (var pad in hash.Of("challenge-cookie", $"{at}\n{secret}").Take(bytes.Length - at))
            {
                bytes[at++] ^= pad;
            }
        }

        return bytes;
    }

    private static bool IsKey(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
