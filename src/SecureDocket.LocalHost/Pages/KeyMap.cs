using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;
using SecureDocket.Signing;

namespace SecureDocket.LocalHost.Pages;

/// <summary>Rotates a key, as <c>az keyvault key rotate</c> does in Azure.</summary>
internal static class KeyMap
{
    public static void MapKeys(this WebApplication app) => app.MapPost("/dev/keys/{name}/rotation", (string name, ISigningKeys keys) =>
        (keys as DevelopmentKeys)?.Rotate(name) is { } made
            ? Results.Json(new { made.Version, Kid = made.Public.Id.ToString() })
            : Results.Text(
                "The keys are card-signing and list-signing, unless the host was given other ones.\n",
                statusCode: StatusCodes.Status404NotFound))
        .RequireSameOrigin();
}
