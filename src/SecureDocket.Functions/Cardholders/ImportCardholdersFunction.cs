using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>POST /api/v1/cardholders/import</c>: enrolls a roster, a person a line, and answers a result a line.</summary>
public sealed class ImportCardholdersFunction(ImportCardholders import, TimeProvider clock)
{
    private const string Ndjson = "application/x-ndjson";
    private const long BodyLimit = (long)ImportCardholders.LineLimit * (NdjsonLines.LineLimit + 1);

    /// <summary>200 with NDJSON as long as lines come in; the last line sums up.</summary>
    [Function("ImportCardholders")]
    [Access(Roles.EnrollmentOfficer)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/cardholders/import")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasMediaType(Ndjson))
        {
            return Task.FromResult(ProblemResult.Of(new Refusal("unsupported-media-type", $"Send {Ndjson}: one JSON object a line.")));
        }

        // The limit is that of the lines; the server's own default is for bodies that are held in memory, which this one never is.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyLimit;
        }

        if (request.ContentLength > BodyLimit)
        {
            return Task.FromResult(ProblemResult.Of(new Refusal("body-too-large", $"At most {ImportCardholders.LineLimit} lines of {NdjsonLines.LineLimit} bytes.")));
        }

        var lines = NdjsonLines.ReadAsync(request.Body, ImportCardholders.LineLimit, cancellationToken);
        var results = import.ExecuteAsync(lines.Select(Read), request.Actor(), cancellationToken);
        return Task.FromResult<IResult>(new ImportResult(results));
    }

    private Result<CardholderDetails> Read(Result<ReadOnlyMemory<byte>> line) =>
        line.IsRefused ? line.Refusals.ToList() : CardholderBody.Read(line.Value, clock);
}

/// <summary>What became of a line of a roster.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Outcome"><c>enrolled</c>, <c>unchanged</c> or <c>refused</c>.</param>
/// <param name="CardholderId">The docket; absent when refused.</param>
/// <param name="Errors">Why it was refused; absent otherwise.</param>
public sealed record ImportLineView(int Line, string Outcome, string? CardholderId, IReadOnlyList<ProblemError>? Errors);

/// <summary>The last line of an import's answer.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Enrolled">Dockets opened.</param>
/// <param name="Unchanged">People who were enrolled already.</param>
/// <param name="Refused">Lines that were refused.</param>
/// <param name="Message">The sum in words.</param>
public sealed record ImportSummary(int Lines, int Enrolled, int Unchanged, int Refused, string Message);
