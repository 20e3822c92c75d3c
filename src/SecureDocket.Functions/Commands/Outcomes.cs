using SecureDocket.Storage;

namespace SecureDocket.Functions.Commands;

/// <summary>Goes on with a value, or answers with the problem that there is none.</summary>
internal static class Outcomes
{
    /// <summary>Goes on with the value.</summary>
    public static async Task<IResult> ThenAsync<T>(this Result<T> result, Func<T, Task<IResult>> next) =>
        result.IsRefused ? ProblemResult.Of(result.Refusals) : await next(result.Value);

    /// <summary>Answers with the value.</summary>
    public static IResult OrProblem<T>(this Result<T> result, Func<T, IResult> answer) =>
        result.IsRefused ? ProblemResult.Of(result.Refusals) : answer(result.Value);

    /// <summary>The answer to keep and to give, or the refusals of the command.</summary>
    public static Result<GivenAnswer> Given<T>(this Result<T> result, Func<T, GivenAnswer> answer) =>
        result.IsRefused ? result.Refusals.ToList() : answer(result.Value);
}
