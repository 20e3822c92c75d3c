using System.Text.Json.Serialization;

namespace SecureDocket.Sandbox;

/// <summary>A published card with a fixed outcome.</summary>
/// <param name="Name">Its name in the sandbox.</param>
/// <param name="About">What is special about it.</param>
/// <param name="CardNumber">Its number as printed, which has the same outcome; absent if the card is not on record.</param>
/// <param name="Credential">The text of the QR code.</param>
/// <param name="Verdict">valid, invalid or undetermined.</param>
/// <param name="Reasons">Codes of <see cref="Credentials.Reasons"/>; empty when valid.</param>
/// <param name="FullName">The name that matches; absent if none is compared.</param>
/// <param name="BirthDate">The birth date that matches; absent if none is compared.</param>
public sealed record SandboxCard(
    string Name, string About, string? CardNumber, string Credential, string Verdict, IReadOnlyList<string> Reasons, string? FullName, string? BirthDate);

/// <summary>The sandbox, generated once.</summary>
/// <param name="Anchor">The thumbprint of the pack's anchor.</param>
/// <param name="Pack">The verifier pack.</param>
/// <param name="Cards">The cards.</param>
internal sealed record SandboxFile(string Anchor, byte[] Pack, IReadOnlyList<SandboxCard> Cards);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SandboxFile))]
internal sealed partial class SandboxJson : JsonSerializerContext;
