using SecureDocket.Functions.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Problems;
using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Runs a creating request once for its Idempotency-Key: a repeat gets the first answer, another request under the key is refused.</summary>
public sealed class IdempotentRequests(IdempotencyLog log)
{
    private const string Header = "Idempotency-Key";
    private const int KeyLimit = 255;

    /// <summary>The request's operation; refused without a usable key.</summary>
    internal static Result<OperationId> OperationOf(HttpRequest request)
    {
        var key = request.Headers[Header].ToString();
        return key.Length is >= 1 and <= KeyLimit && key.All(character => character is >= '!' and <= '~')
            ? OperationId.For(request.Actor(), key)
            : key.Length > KeyLimit ? new Refusal("idempotency-key-too-long", $"The {Header} has at most {KeyLimit} characters.")
            : new Refusal("idempotency-key-required", $"Send {Header} with 1 to {KeyLimit} visible ASCII characters, fresh for every new request.");
    }

    /// <summary>Runs <paramref name="command"/> unless its answer is known.</summary>
    /// <param name="request">The request.</param>
    /// <param name="operation">What <see cref="OperationOf"/> gave.</param>
    /// <param name="body">The request's body.</param>
    /// <param name="command">Creates, and tells what to answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> RunAsync(
        HttpRequest request, OperationId operation, ReadOnlyMemory<byte> body, Func<Task<Result<GivenAnswer>>> command, CancellationToken cancellationToken)
    {
        byte[] identity = [.. Encoding.UTF8.GetBytes($"{request.Method} {request.Path}\n"), .. body.Span];
        var attempt = await log.BeginAsync(operation, identity, cancellationToken);
        if (attempt.Kind == AttemptKind.OtherRequest)
        {
            return ProblemResult.Of(new Refusal("idempotency-key-reused", "Take a fresh key for another request."));
        }

        var answer = attempt.Answer ?? await AnswerAsync(operation, identity, command, cancellationToken);
        return answer.Status >= 400
            ? ProblemResult.Replay(answer.Json, answer.Status)
            : Answer.Of(answer.Status, answer.Json, answer.Location, answer.ETag);
    }

    /// <summary>Runs a decision whose request says no more than its address, an empty object, and answers 200 with what was decided.</summary>
    /// <param name="request">The request.</param>
    /// <param name="decide">Decides.</param>
    /// <param name="view">What to answer.</param>
    /// <param name="type">How that is written.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<IResult> DecideAsync<T, TView>(
        HttpRequest request, Func<Task<Result<T>>> decide, Func<T, TView> view, JsonTypeInfo<TView> type, CancellationToken cancellationToken)
        where T : class
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var operation = OperationOf(request);
        var faults = body.IsRefused ? [] : FaultsOf(body.Value);
        if (operation.IsRefused || body.IsRefused || faults.Count > 0)
        {
            return ProblemResult.Of([.. body.Refusals, .. faults, .. operation.Refusals]);
        }

        return await RunAsync(request, operation.Value, body.Value, async () =>
        {
            var result = await decide();
            return result.IsRefused ? result.Refusals.ToList() : new GivenAnswer(200, null, null, JsonSerializer.Serialize(view(result.Value), type));
        }, cancellationToken);
    }

    private static List<Refusal> FaultsOf(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        return json.Faults();
    }

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
