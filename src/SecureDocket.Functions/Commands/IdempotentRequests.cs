using System.Text;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Runs a request once per Idempotency-Key. A repeat gets the first response; a different request with the same key is refused.</summary>
public sealed class IdempotentRequests(IdempotencyLog log)
{
    internal const string Header = "Idempotency-Key";
    private const int KeyLimit = 255;

    /// <summary>The operation of the request; refused without a valid key.</summary>
    internal static Result<OperationId> OperationOf(HttpRequest request)
    {
        var key = request.Headers[Header].ToString();
        return key.Length is >= 1 and <= KeyLimit && key.All(character => character is >= '!' and <= '~')
            ? OperationId.For(request.Actor(), key)
            : key.Length > KeyLimit ? CommandsRefusals.KeyTooLong(KeyLimit)
            : CommandsRefusals.KeyRequired(KeyLimit);
    }

    /// <summary>Runs <paramref name="command"/> unless its response is already recorded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">The result of <see cref="OperationOf"/>.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="command">Executes the request and returns the response.</param>
    internal async Task<IResult> RunAsync(
        HttpRequest request, OperationId operation, ReadOnlyMemory<byte> body, Func<Task<Result<GivenAnswer>>> command, CancellationToken cancellationToken)
    {
        byte[] identity = [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body.Span];
        var attempt = await log.BeginAsync(operation, identity, cancellationToken);
        if (attempt.Kind == AttemptKind.OtherRequest)
        {
            return ProblemResult.Of(CommandsRefusals.KeyReused);
        }

        var answer = attempt.Answer ?? await AnswerAsync(operation, identity, command, cancellationToken);
        return answer.Status >= 400
            ? ProblemResult.Replay(answer.Json, answer.Status)
            : JsonAnswer.Of(answer);
    }

    /// <summary>Reads a command from a JSON body and runs it unless its response is already recorded.</summary>
    /// <param name="request">The request.</param>
    /// <param name="read">Reads the body.</param>
    /// <param name="run">Runs the command.</param>
    /// <param name="answer">Creates the response, which repeats of the request get too.</param>
    /// <param name="cancellationToken">Cancels reading, and the command as far as it can be cancelled.</param>
    /// <param name="limit">The maximum size of the body in bytes.</param>
    internal async Task<IResult> RunAsync<TForm, T>(
        HttpRequest request,
        ReadForm<TForm> read,
        Func<TForm, Actor, OperationId, Task<Result<T>>> run,
        Func<T, GivenAnswer> answer,
        CancellationToken cancellationToken,
        int limit = RequestReading.JsonLimit)
    {
        var body = await request.ReadJsonAsync(cancellationToken, limit);
        var form = JsonForm.Read(body, read);
        var operation = OperationOf(request);
        return form.IsRefused || operation.IsRefused
            ? ProblemResult.Of([.. form.Refusals, .. operation.Refusals])
            : await RunAsync(
                request,
                operation.Value,
                body.Value,
                async () => (await run(form.Value, request.Actor(), operation.Value)).Given(answer),
                cancellationToken);
    }

    /// <summary>Runs a command whose request has no data beyond its address, so its body is an empty object.</summary>
    internal Task<IResult> RunAsync<T>(
        HttpRequest request, Func<Actor, OperationId, Task<Result<T>>> run, Func<T, GivenAnswer> answer, CancellationToken cancellationToken) =>
        RunAsync(request, (_, _) => true, (_, actor, operation) => run(actor, operation), answer, cancellationToken);

    private async Task<GivenAnswer> AnswerAsync(
        OperationId operation, ReadOnlyMemory<byte> identity, Func<Task<Result<GivenAnswer>>> command, CancellationToken cancellationToken)
    {
        var result = await command();
        var answer = result.Value;
        if (result.IsRefused)
        {
            var problem = ProblemResult.Describe(result.Refusals);
            answer = new GivenAnswer(problem.Status, null, null, JsonSerializer.Serialize(problem, ProblemsJson.Answers.ProblemBody));
        }

        await log.CompleteAsync(operation, identity, answer!, cancellationToken);
        return answer!;
    }
}
