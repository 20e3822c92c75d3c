using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Continues with a value, or responds with a problem when there is none.</summary>
internal static class Outcomes
{
    /// <summary>Continues with the value.</summary>
    public static async Task<IResult> ThenAsync<T>(this Result<T> result, Func<T, Task<IResult>> next) =>
        result.IsRefused ? ProblemResult.Of(result.Refusals) : await next(result.Value);

    /// <summary>Responds with the value.</summary>
    public static IResult OrProblem<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.IsRefused ? ProblemResult.Of(result.Refusals) : answer(result.Value);

    /// <summary>The response to record and return, or the refusals of the command.</summary>
    public static Result<GivenAnswer> Given<T>(this Result<T> result, Func<T, GivenAnswer> answer) =>
        result.IsRefused ? result.Refusals.ToList() : answer(result.Value);
}
