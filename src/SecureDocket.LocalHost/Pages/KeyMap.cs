using SecureDocket.LocalHost.Development;
using SecureDocket.Signing;
using SecureDocket.LocalHost.Http;

namespace SecureDocket.LocalHost.Pages;

/// <summary>What <c>az keyvault key rotate</c> is in Azure.</summary>
internal static class KeyMap
{
    public static void MapKeys(this WebApplication app) => app.MapPost("/dev/keys/{name}/rotation", (string name, ISigningKeys keys) =>
        (keys as DevelopmentKeys)?.Rotate(name) is { } made
            ? Results.Json(new { made.Version, Kid = made.Public.Id.ToString() })
            : Results.Text("There are the keys card-signing and list-signing, where the host has not been given others.\n", statusCode: StatusCodes.Status404NotFound))
        .RequireSameOrigin();
}
