namespace SecureDocket.Functions.Commands;

/// <summary>Reads a command from a request, runs it and responds with its result. A refusal reports all errors of the request at once.</summary>
internal static class CommandRequests
{
    /// <summary>Runs an idempotent command, which sets what the body says.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="answer">Creates the response from the result.</param>
    /// <param name="cancellationToken">Cancels reading, and the command as far as it can be cancelled.</param>
    public static async Task<IResult> SetAsync<TForm, T>(
        this HttpRequest request, ReadForm<TForm> read, Func<TForm, Actor, Task<Result<T>>> run, Func<T, IResult> answer, CancellationToken cancellationToken)
    {
        var form = JsonForm.Read(await request.ReadJsonAsync(cancellationToken), read);
        return form.IsRefused ? ProblemResult.Of(form.Refusals) : (await run(form.Value, request.Actor())).OrProblem(answer);
    }

    /// <summary>Runs a command conditionally on the version in If-Match (RFC 9110, section 13.1.1).</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="answer">Creates the response from the result.</param>
    /// <param name="cancellationToken">Cancels reading, and the command as far as it can be cancelled.</param>
    public static async Task<IResult> SetAtVersionAsync<TForm, T>(
        this HttpRequest request,
        ReadForm<TForm> read,
        Func<TForm, VersionMatch, Actor, Task<Result<T>>> run,
        Func<T, IResult> answer,
        CancellationToken cancellationToken)
    {
        var form = JsonForm.Read(await request.ReadJsonAsync(cancellationToken), read);
        var version = request.ExpectedVersion();
        return form.IsRefused || version.IsRefused
            ? ProblemResult.Of([.. form.Refusals, .. version.Refusals])
            : (await run(form.Value, version.Value, request.Actor())).OrProblem(answer);
    }
}
