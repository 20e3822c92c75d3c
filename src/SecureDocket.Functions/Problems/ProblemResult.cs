using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace SecureDocket.Functions.Problems;

/// <summary>Creates RFC 9457 problem responses.</summary>
public static class ProblemResult
{
    private const string MediaType = "application/problem+json";

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    /// <summary>A problem with one error.</summary>
    public static IResult Of(Refusal refusal) => Of([refusal]);

    /// <summary>A problem with several errors; the first determines type and status.</summary>
    public static IResult Of(IReadOnlyList<Refusal> refusals) => new Written(Describe(refusals), refusals[0].RetryAfter ?? s_retryAfter);

    /// <summary>The errors alone, for a line of an import; null when there are none.</summary>
    internal static IReadOnlyList<ProblemError>? Errors(IReadOnlyList<Refusal> refusals) => refusals.Count == 0 ? null : Described(refusals);

    /// <summary>Sets Retry-After on a page, as problems do.</summary>
    internal static void AskBack(HttpResponse response) => AskBack(response, s_retryAfter);

    internal static IResult Replay(string json, int status) => Results.Text(json, MediaType, statusCode: status);

    internal static ProblemBody Describe(IReadOnlyList<Refusal> refusals)
    {
        var type = ProblemCatalogue.For(refusals[0].Code);
        return new ProblemBody(
            type.Uri,
            type.Title,
            type.Status,
            refusals.Count == 1 ? refusals[0].Detail : $"{refusals.Count} faults; see errors.",
            type.Code,
            Activity.Current?.TraceId.ToString() ?? ActivityTraceId.CreateRandom().ToString(),
            Described(refusals));
    }

    private static List<ProblemError> Described(IReadOnlyList<Refusal> refusals) =>
        [.. refusals.Select(refusal => new ProblemError(refusal.Code, refusal.Field, refusal.Detail) { CardholderId = refusal.Cardholder?.ToString() })];

    // Rounded up, so that a request after this time is accepted.
    private static void AskBack(HttpResponse response, TimeSpan after) =>
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString("0", CultureInfo.InvariantCulture);

    private sealed class Written(ProblemBody body, TimeSpan retryAfter) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (body.Status is 429 or 503)
            {
                AskBack(httpContext.Response, retryAfter);
            }

            return Replay(JsonSerializer.Serialize(body, ProblemsJson.Answers.ProblemBody), body.Status).ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The body of a problem.</summary>
/// <param name="Type">The problem type, a URI.</param>
/// <param name="Title">The problem type in words.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">This occurrence in words.</param>
/// <param name="Code">The problem type as a short code.</param>
/// <param name="TraceId">The ID to quote to an operator.</param>
/// <param name="Errors">All errors.</param>
public sealed record ProblemBody(
    string Type, string Title, int Status, string Detail, string Code, string TraceId, IReadOnlyList<ProblemError> Errors);

/// <summary>One error of a problem.</summary>
/// <param name="Code">A stable code.</param>
/// <param name="Field">The invalid property; absent when the error concerns none.</param>
/// <param name="Detail">The error in words.</param>
public sealed record ProblemError(string Code, string? Field, string Detail)
{
    /// <summary>The docket to look at, which the caller may open; absent when there is none.</summary>
    public string? CardholderId { get; init; }
}
