using SecureDocket.Credentials;
using SecureDocket.Sandbox;

namespace SecureDocket.Functions.Sandbox;

/// <summary><c>GET /api/v1/sandbox/verifier-pack</c>: everything a verifier needs to verify sandbox cards offline.</summary>
public sealed class GetSandboxPackFunction(SandboxWorld world)
{
    /// <summary>200 with the pack, 304 when the caller has it.</summary>
    [Function("GetSandboxPack"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/sandbox/verifier-pack")] HttpRequest request) =>
        PublicFile.Of(request, world.Pack, VerifierPack.MediaType);
}
