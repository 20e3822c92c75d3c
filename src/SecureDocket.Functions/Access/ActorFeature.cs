namespace SecureDocket.Functions.Access;

/// <summary>Passes the caller from the access middleware to the function.</summary>
internal static class ActorFeature
{
    public static void SetActor(this HttpContext http, Actor actor) => http.Features.Set(actor);

    public static Actor Actor(this HttpRequest request) => request.HttpContext.Features.Get<Actor>()
        ?? throw new InvalidOperationException("The access middleware did not run.");
}
