using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Pages;

namespace SecureDocket.Browser.Tests.Scanner;

/// <summary>An instance of the release before, in which one file was another, that answers beside the present one.</summary>
internal sealed class PastRelease : IStartupFilter
{
    private readonly WebFiles _files = new(new WebFiles().All.Select(file =>
        file.Path == "officer/settings.js" ? file with { Content = (byte[])[.. file.Content.Span, .. "// As it was.\n"u8] } : file));

    public string Name => _files.Release;

    /// <summary>Which requests for the scanner it answers, by their paths; the present release answers the others.</summary>
    public Func<string, bool> Answers { get; set; } = _ => true;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, proceed) =>
        {
            if (Result(context) is { } result)
                await result.ExecuteAsync(context);
            else
                await proceed(context);
        });
        next(app);
    };

    private IResult? Result(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (!Answers(path))
            return null;
        var pages = new OfficerPages(_files, context.RequestServices.GetRequiredService<AccessOptions>());
        return path.Split('/') switch
        {
            ["", "verify"] => new GetVerifyPageFunction(pages).Run(context.Request),
            ["", "verify", "worker.js"] => new GetVerifyWorkerFunction(pages).Run(context.Request),
            ["", "assets", var release, .. var file] => new GetWebFileFunction(_files).Run(context.Request, release, string.Join('/', file)),
            _ => null,
        };
    }
}
