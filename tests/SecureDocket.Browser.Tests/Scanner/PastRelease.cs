using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Pages;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>Serves the scanner as the release before did, until told that the present one is out: the same page under another name.</summary>
internal sealed class PastRelease : IStartupFilter
{
    public const string Name = "0123456789ab";

    public bool IsOver { get; set; }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, proceed) =>
        {
            if (IsOver || !context.Request.Path.StartsWithSegments("/verify", StringComparison.Ordinal))
            {
                await proceed(context);
                return;
            }

            var body = context.Response.Body;
            using var kept = new MemoryStream();
            context.Response.Body = kept;
            await proceed(context);
            context.Response.Body = body;
            var release = context.RequestServices.GetRequiredService<WebFiles>().Release;
            await body.WriteAsync(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(kept.ToArray()).Replace(release, Name, StringComparison.Ordinal)), context.RequestAborted);
        });
        next(app);
    };
}
