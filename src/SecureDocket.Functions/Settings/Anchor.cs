using System.Buffers.Text;
using System.Security.Cryptography;
using SecureDocket.Credentials;

namespace SecureDocket.Functions.Settings;

/// <summary>The anchor from the settings: the public key of a ceremony and the endorsements it signed there (docs/operations/anchor.md).</summary>
/// <param name="Key">The public key; null when the vault holds a throwaway anchor.</param>
/// <param name="Endorsements">Its valid signed endorsements.</param>
/// <param name="Faults">The errors, as sentences that begin with the setting.</param>
public sealed record Anchor(VerificationKey? Key, IReadOnlyList<ReadOnlyMemory<byte>> Endorsements, IReadOnlyList<string> Faults)
{
    private const int EndorsementLimit = 64;

    /// <summary>Reads the anchor.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="isNeeded">Whether an anchor is required, which it is not when the host provides its own keys.</param>
    public static Anchor Read(WorkerSettings settings, bool isNeeded)
    {
        ArgumentNullException.ThrowIfNull(settings);
        List<string> faults = [];
        var (text, thrownAway) = (settings.Anchor.PublicKey, settings.Vault.AnchorKeyName);
        var issuer = settings.Cards.Issuer?.TrimEnd('/') ?? "";
        string[] parts = (settings.Anchor.Endorsements ?? "").Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (string.IsNullOrWhiteSpace(text))
        {
            if (isNeeded && string.IsNullOrWhiteSpace(thrownAway))
            {
                faults.Add("Anchor:PublicKey must be set to the public key of a ceremony; outside pilot and production, Vault:AnchorKeyName may be set instead.");
            }

            if (parts.Length > 0)
            {
                faults.Add("Anchor:Endorsements requires Anchor:PublicKey.");
            }

            return new(null, [], faults);
        }

        if (!string.IsNullOrWhiteSpace(thrownAway))
        {
            faults.Add("Anchor:PublicKey and Vault:AnchorKeyName must not both be set.");
        }

        if (KeyOf(text) is not { } key)
        {
            faults.Add("Anchor:PublicKey must be a P-256 public key: the Base64 between the lines of its PEM file.");
            return new(null, [], faults);
        }

        if (parts.Length > EndorsementLimit)
        {
            faults.Add($"Anchor:Endorsements must be at most {EndorsementLimit} endorsements.");
            parts = [];
        }

        List<ReadOnlyMemory<byte>> endorsements = [];
        foreach (var (number, part) in parts.Index())
        {
            byte[] bytes = Base64Url.IsValid(part) ? Base64Url.DecodeFromChars(part) : [];
            if (Endorsement.Read(bytes, [key]) is { Signer: not null, Endorsement: { } endorsement } && endorsement.Issuer == issuer)
            {
                endorsements.Add(bytes);
            }
            else
            {
                faults.Add($"Anchor:Endorsements: number {number + 1} is not signed by Anchor:PublicKey for {issuer}.");
            }
        }

        return new(key, endorsements, faults);
    }

    private static VerificationKey? KeyOf(string base64)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(base64), out _);
            var point = key.ExportParameters(includePrivateParameters: false).Q;
            return point is { X.Length: 32, Y.Length: 32 } ? new VerificationKey(point.X, point.Y) { Use = KeyUse.Anchor } : null;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
