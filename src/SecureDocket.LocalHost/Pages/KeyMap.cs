using SecureDocket.Encryption;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;
using SecureDocket.Signing;

namespace SecureDocket.LocalHost.Pages;

/// <summary>Rotates a key, as <c>az keyvault key rotate</c> does in Azure.</summary>
internal static class KeyMap
{
    public static void MapKeys(this WebApplication app) => app.MapPost("/dev/keys/{name}/rotation", (string name, ISigningKeys keys, IShardKeyVault shards) =>
        (keys as DevelopmentKeys)?.Rotate(name) is { } made ? Results.Json(new { made.Version, Kid = made.Public.Id.ToString() })
            : name == HeldShardKeys.Name && shards is DevelopmentShardKeys wrapping ? Results.Json(new { Version = wrapping.Rotate() })
            : Results.Text(
                "The keys are card-signing, list-signing and docket-shards, unless the host was given other ones.\n",
                statusCode: StatusCodes.Status404NotFound))
        .RequireSameOrigin();
}
