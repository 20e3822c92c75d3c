using SecureDocket.Credentials;
using SecureDocket.StatusLists;

namespace SecureDocket.Functions.StatusLists;

/// <summary><c>GET /api/v1/verifier-pack</c>: everything a verifier needs to work offline, in one signed file.</summary>
public sealed class GetVerifierPackFunction(StatusListStore store)
{
    /// <summary>200 with the pack, 304 when the caller has it.</summary>
    [Function("GetVerifierPack"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/verifier-pack")] HttpRequest request, CancellationToken cancellationToken)
    {
        var pack = await store.FindPackAsync(cancellationToken) ?? throw new DependencyUnavailableException("status-lists");
        return PublicFile.Of(request, pack.Content, VerifierPack.MediaType);
    }
}
