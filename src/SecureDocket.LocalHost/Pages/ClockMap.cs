using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.LocalHost.Development;
using SecureDocket.LocalHost.Http;

namespace SecureDocket.LocalHost.Pages;

/// <summary>The endpoints of the clock: where it stands, forward, and back to now.</summary>
internal static class ClockMap
{
    /// <summary>Maps the clock.</summary>
    public static void MapClock(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TimeProvider>() is LocalClock clock)
        {
            // Scanners take the time from the server's Date header. If it differed from the tokens' time, nobody could sign in.
            app.Use((http, next) =>
            {
                http.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
                return next(http);
            });
        }

        app.MapGet("/dev/clock", (ClockWalk walk, HostLife life) => Results.Json(View(walk, life), DevJson.Options));
        app.MapPost("/dev/clock", async (HttpContext http, ClockWalk walk) =>
        {
            var form = await http.ReadFieldsAsync();
            if (Distance(http.Request.Query["by"].FirstOrDefault() ?? form("by") ?? "") is not { } distance
                || distance <= Duration.Zero || distance > Duration.FromTimeSpan(ClockWalk.Longest))
            {
                return Bad("by must be an ISO 8601 duration without months, such as P7D or PT1H, of at most "
                    + $"P{ClockWalk.Longest.Days}D. POST /dev/clock/now puts the clock back to now.");
            }

            if (!walk.CanWalk)
            {
                return Conflict("This host uses a given clock, which cannot be moved.");
            }

            if (walk.Begin(distance.ToTimeSpan(), app.Lifetime.ApplicationStopping) is null)
            {
                return Conflict("The clock is already moving; GET /dev/clock shows its target.");
            }

            http.Response.Headers.Location = "/dev/outbox";
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }).RequireSameOrigin();
        app.MapPost("/dev/clock/now", async (HttpContext http, ClockWalk walk, HostLife life) =>
        {
            var form = await http.ReadFieldsAsync();
            var start = (http.Request.Query["data"].FirstOrDefault() ?? form("data")) switch
            {
                "keep" => NewStart.Keep,
                "drop" => NewStart.Drop,
                _ => (NewStart?)null,
            };
            return start is null ? Bad("data must be keep or drop.") : Return(http, start.Value, walk, life, app.Lifetime);
        }).RequireSameOrigin();
    }

    /// <summary>The clock and the state of the host, as JSON shows them.</summary>
    public static object View(ClockWalk walk, HostLife life) =>
        new { walk.Now, walk.UnderWay?.Target, Walking = walk.UnderWay is not null, Ready = life.IsReady, life.Run };

    private static IResult Return(HttpContext http, NewStart start, ClockWalk walk, HostLife life, IHostApplicationLifetime host)
    {
        if (!walk.CanWalk || !life.CanStartAgain)
        {
            return Conflict("This host uses a given clock, or cannot start again by itself.");
        }

        if (start == NewStart.Drop && !life.CanDropData)
        {
            return Conflict("The storage is not this host's own, so it does not delete anything there. Keep the data, or start without --storage and without an Azurite of yours.");
        }

        if (walk.UnderWay is not null)
        {
            return Conflict("The clock is moving; GET /dev/clock shows its target. Ask again when it has arrived.");
        }

        if (!life.TryAsk(start))
        {
            return Conflict("The host is just starting. Ask again when it is ready; GET /dev/clock shows that.");
        }

        // What this browser remembers is from days that have not come yet: its clock, packs and sign-ins.
        http.Response.Headers["Clear-Site-Data"] = start == NewStart.Drop ? "\"storage\", \"cookies\"" : "\"storage\"";
        http.Response.OnCompleted(() =>
        {
            host.StopApplication();
            return Task.CompletedTask;
        });
        return Results.Text(StartingPage.Render(start, life.Run), "text/html; charset=utf-8", statusCode: StatusCodes.Status202Accepted);
    }

    // Null when the text is not a duration or overflows one.
    private static Duration? Distance(string text)
    {
        try
        {
            return PeriodPattern.Roundtrip.Parse(text) is { Success: true, Value: { Years: 0, Months: 0 } by } ? by.ToDuration() : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static IResult Bad(string sentence) => Results.Text(sentence + "\n", statusCode: StatusCodes.Status400BadRequest);

    private static IResult Conflict(string sentence) => Results.Text(sentence + "\n", statusCode: StatusCodes.Status409Conflict);
}
