namespace SecureDocket.Functions.Commands;

/// <summary>Reads a command from a request, runs it and answers with what it did. All faults of a request are answered at once.</summary>
internal static class CommandRequests
{
    /// <summary>Runs a command that may be repeated freely: it sets what the body says.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="answer">Answers with what it did.</param>
    /// <param name="cancellationToken">Cancels reading, and the command as far as it can be cancelled.</param>
    public static async Task<IResult> SetAsync<TForm, T>(
        this HttpRequest request, ReadForm<TForm> read, Func<TForm, Actor, Task<Result<T>>> run, Func<T, IResult> answer, CancellationToken cancellationToken)
    {
        var form = JsonForm.Read(await request.ReadJsonAsync(cancellationToken), read);
        return form.IsRefused ? ProblemResult.Of(form.Refusals) : (await run(form.Value, request.Actor())).OrProblem(answer);
    }

    /// <summary>Runs a command that starts from the version that If-Match names (RFC 9110, section 13.1.1).</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="answer">Answers with what it did.</param>
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
