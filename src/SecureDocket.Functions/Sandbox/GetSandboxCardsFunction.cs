using System.Text.Json;
using SecureDocket.Sandbox;

namespace SecureDocket.Functions.Sandbox;

/// <summary><c>GET /api/v1/sandbox/cards</c>: the cards with fixed outcomes.</summary>
public sealed class GetSandboxCardsFunction(SandboxWorld world)
{
    private readonly Lazy<byte[]> _body = new(() =>
        JsonSerializer.SerializeToUtf8Bytes(new SandboxCardsView(world.Anchor, world.Cards), SandboxJson.Answers.SandboxCardsView));

    /// <summary>200 with the cards, 304 when the caller has them.</summary>
    [Function("GetSandboxCards"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sandbox/cards")] HttpRequest request) =>
        PublicFile.Of(request, _body.Value, "application/json");
}

/// <summary>The cards with fixed outcomes.</summary>
/// <param name="Anchor">The thumbprint of the anchor in the sandbox's verifier pack.</param>
/// <param name="Cards">The cards.</param>
public sealed record SandboxCardsView(string Anchor, IReadOnlyList<SandboxCard> Cards);
