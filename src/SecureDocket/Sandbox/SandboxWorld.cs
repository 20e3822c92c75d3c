using System.Text.Json;
using SecureDocket.Cards;
using SecureDocket.Credentials;

namespace SecureDocket.Sandbox;

/// <summary>The published cards and the pack that verifies them. Their issuer is separate, and its keys were destroyed after the cards were made.</summary>
/// <remarks>The sandbox and the real system do not trust each other: a card of one is unknown in the other.</remarks>
public sealed class SandboxWorld
{
    private const string Audience = "partner";

    private readonly Lazy<SandboxFile> _file = new(Read);
    private readonly Lazy<Trust> _trust;

    /// <summary>Creates the sandbox without reading anything yet.</summary>
    public SandboxWorld() => _trust = new(() => VerifierPack.ReadStored(Pack.Span)?.TrustFor(Audience)
        ?? throw new InvalidOperationException("The sandbox's pack is damaged."));

    /// <summary>The thumbprint of the key that signed <see cref="Pack"/>.</summary>
    public string Anchor => _file.Value.Anchor;

    /// <summary>The verifier pack, for verifying the cards offline.</summary>
    public ReadOnlyMemory<byte> Pack => _file.Value.Pack;

    /// <summary>The cards.</summary>
    public IReadOnlyList<SandboxCard> Cards => _file.Value.Cards;

    internal Trust Trust => _trust.Value;

    /// <summary>The card with a number; null if none is on record.</summary>
    internal SandboxCard? Find(CardNumber number) => Cards.FirstOrDefault(card => CardNumber.TryParse(card.CardNumber, out var known) && known == number);

    private static SandboxFile Read()
    {
        using var stream = typeof(SandboxWorld).Assembly.GetManifestResourceStream("Sandbox/sandbox.json")!;
        return JsonSerializer.Deserialize(stream, SandboxJson.Default.SandboxFile)!;
    }
}
