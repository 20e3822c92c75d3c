using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using SecureDocket.Credentials;

namespace SecureDocket.Ceremony;

/// <summary>The anchor's <see cref="Endorsement"/>s of other keys, before and after they are signed.</summary>
internal static partial class Words
{
    /// <summary>Writes the endorsements that the anchor is to sign, one for each key, and lists the keys.</summary>
    /// <param name="anchorFile">The anchor's public key.</param>
    /// <param name="issuer">The issuer that credentials name.</param>
    /// <param name="keyFiles">The public keys, and what each signs.</param>
    /// <param name="folder">A new or empty folder.</param>
    /// <param name="output">Receives the list.</param>
    /// <param name="now">The time that the endorsements state.</param>
    /// <exception cref="InvalidDataException">A file, the issuer or the folder is not what it should be.</exception>
    public static void Prepare(string anchorFile, string issuer, IReadOnlyList<(KeyUse Use, string File)> keyFiles, string folder, TextWriter output, DateTimeOffset now)
    {
        if (!IssuerForm().IsMatch(issuer))
        {
            throw new InvalidDataException($"'{issuer}' is no issuer such as https://card.agency.gov: a lower-case name of a host, and nothing after it.");
        }

        using var anchor = PublicKey(anchorFile, KeyUse.Anchor);
        List<VerificationKey> keys = [.. keyFiles.Select(key => PublicKey(key.File, key.Use))];
        if (keys.Prepend(anchor).CountBy(key => key.Thumbprint).FirstOrDefault(same => same.Value > 1) is { Value: > 1 } twice)
        {
            throw new InvalidDataException($"The key {twice.Key} is given twice: each key has one use.");
        }

        Directory.CreateDirectory(folder);
        if (Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new InvalidDataException($"{folder} is not empty; its files may belong to another ceremony.");
        }

        output.WriteLine($"issuer  {issuer}");
        output.WriteLine($"anchor  {anchor.Thumbprint}");
        foreach (var key in keys)
        {
            var payload = new Endorsement(issuer, now, key.Use, key.Thumbprint).EncodePayload();
            File.WriteAllBytes(Path.Combine(folder, $"{key.Thumbprint}.payload"), payload);
            File.WriteAllBytes(Path.Combine(folder, $"{key.Thumbprint}.tbs"), Endorsement.ToBeSigned(anchor.Id, payload));
            output.WriteLine($"{(key.Use == KeyUse.Cards ? "cards " : "lists ")}  {key.Thumbprint}");
        }
    }

    /// <summary>Combines every endorsement with its signature, once each is verified.</summary>
    /// <returns>The sealed endorsements, in base64url, separated by commas.</returns>
    /// <exception cref="InvalidDataException">A signature is not the anchor's, or there is nothing to seal.</exception>
    public static string Seal(string anchorFile, string folder)
    {
        using var anchor = PublicKey(anchorFile, KeyUse.Anchor);
        List<string> words = [];
        foreach (var file in Directory.EnumerateFiles(folder, "*.payload").Order(StringComparer.Ordinal))
        {
            var payload = File.ReadAllBytes(file);
            var signature = Raw(File.ReadAllBytes(Path.ChangeExtension(file, ".sig")));
            var sealedWord = Endorsement.Seal(anchor.Id, payload, signature);
            words.Add(Endorsement.Read(sealedWord, [anchor]).Signer is not null
                ? Base64Url.EncodeToString(sealedWord)
                : throw new InvalidDataException($"{Path.ChangeExtension(file, ".sig")} is not the anchor's signature over {Path.ChangeExtension(file, ".tbs")}."));
        }

        return words.Count > 0 ? string.Join(',', words) : throw new InvalidDataException($"{folder} holds nothing to seal.");
    }

    [GeneratedRegex(@"\Ahttps://[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex IssuerForm();

    private static VerificationKey PublicKey(string file, KeyUse use)
    {
        var pem = File.ReadAllText(file);
        if (pem.Contains("PRIVATE", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{file} holds a private key: give its public part alone.");
        }

        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (ArgumentException fault)
        {
            throw new InvalidDataException($"{file} holds no public key in PEM.", fault);
        }

        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return point is { X.Length: 32, Y.Length: 32 } ? new VerificationKey(point.X, point.Y) { Use = use }
            : throw new InvalidDataException($"{file} holds no key on P-256.");
    }

    /// <summary>An ECDSA signature in DER (RFC 3279, section 2.2.3) as r and s.</summary>
    private static byte[] Raw(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        try
        {
            var pair = reader.ReadSequence();
            var raw = new byte[64];
            foreach (var end in (int[])[32, 64])
            {
                var bytes = pair.ReadInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
                bytes.CopyTo(raw.AsSpan(end - bytes.Length));
            }

            return raw;
        }
        catch (Exception fault) when (fault is AsnContentException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException("A signature is not in DER as OpenSSL gives it.", fault);
        }
    }
}
