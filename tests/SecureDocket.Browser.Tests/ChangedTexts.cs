using System.IO.Compression;
using System.Security.Cryptography;
using SecureDocket.Credentials;
using SecureDocket.Credentials.Codecs;
using SecureDocket.Verifier.Tests;

namespace SecureDocket.Browser.Tests;

/// <summary>Valid texts of the shared cases with something changed, cut or put in: the characters, the message before it is packed, or the claims before they are signed.</summary>
internal static class ChangedTexts
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    // RFC 6979, appendix A.2.5: the shared cases' key for cards.
    private static readonly ECDsa s_cards = ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        D = Convert.FromHexString("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"),
    });

    /// <param name="random">Where the changes come from.</param>
    /// <param name="count">How many of each kind.</param>
    public static IEnumerable<string> Make(Random random, int count)
    {
        var cards = SharedCases.Packs["main"].Keys.First(key => key.Use == KeyUse.Cards).Id;
        var valid = SharedCases.Verdicts.Where(due => SharedCases.Text(due["verdict"]) == "valid").Select(due => SharedCases.Text(due["text"])!).ToArray();
        for (var i = 0; i < count; i++)
        {
            yield return new string(Change(random, valid[random.Next(valid.Length)].ToCharArray(), () => Alphabet[random.Next(Alphabet.Length)]));

            var message = Message(valid[random.Next(valid.Length)]);
            yield return Pack(Change(random, message, () => (byte)random.Next(256)));

            var trust = SharedCases.Packs["main"].TrustFor("officer");
            var credential = CredentialVerifier.Authenticate(valid[random.Next(valid.Length)], trust, DateTimeOffset.UnixEpoch).Credential!;
            var payload = Change(random, CredentialEncoder.EncodePayload(credential), () => (byte)random.Next(256));
            var signature = s_cards.SignData(CredentialEncoder.ToBeSigned(cards, payload), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            yield return CredentialEncoder.Seal(cards, payload, signature);
        }
    }

    private static T[] Change<T>(Random random, T[] items, Func<T> another)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(items.Length);
            items = random.Next(4) switch
            {
                0 => [.. items[..at], .. items[Math.Min(items.Length, at + random.Next(1, 7))..]],
                1 => [.. items[..at], another(), .. items[at..]],
                _ => [.. items[..at], another(), .. items[(at + 1)..]],
            };
            items = items.Length == 0 ? [another()] : items;
        }

        return items;
    }

    private static byte[] Message(string text)
    {
        var packed = new byte[text.Length];
        _ = Base45.TryDecode(text, packed, out var length);
        using var zlib = new ZLibStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        using var message = new MemoryStream();
        zlib.CopyTo(message);
        return message.ToArray();
    }

    private static string Pack(byte[] message)
    {
        using var output = new MemoryStream();
        using (var zlib = new ZLibStream(output, CompressionLevel.Optimal))
        {
            zlib.Write(message);
        }

        return Base45.Encode(output.ToArray());
    }
}
