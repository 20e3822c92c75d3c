using System.Runtime.CompilerServices;
using System.Text.Json;
using SecureDocket.Hearings;
using SecureDocket.Places;

namespace SecureDocket.Functions.Hearings;

/// <summary><c>POST /api/v1/hearings/import</c>: imports a feed with one hearing per line, and returns one result per line.</summary>
public sealed class ImportHearingsFunction(ImportHearings import, CourtStore courts, TimeProvider clock, ILogger<ImportHearingsFunction> logger)
{
    /// <summary>200 with NDJSON while lines arrive; the last line is the summary.</summary>
    [Function("ImportHearings"), Access(Roles.CourtRegistrar)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/hearings/import")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (NdjsonLines.RefusalOf(request, ImportHearings.LineLimit) is { } refusal)
        {
            return ProblemResult.Of(refusal);
        }

        request.HttpContext.Deadline().Limit(Deadline.OfImports, countsBody: true);
        var results = import.ExecuteAsync(ReadAsync(request, cancellationToken), request.Actor(), cancellationToken);
        return await NdjsonAnswer.WriteAsync(request.HttpContext, DescribeAsync(results, cancellationToken), cancellationToken);
    }

    private async IAsyncEnumerable<Result<HearingEntry>> ReadAsync(HttpRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A feed has many hearings and few courts, so each court is read once and used for all lines.
        Dictionary<string, Court?> known = new(StringComparer.Ordinal);
        async Task<Court?> CourtOfAsync(string id)
        {
            if (!known.TryGetValue(id, out var court))
            {
                known[id] = court = await ImportLine.WithinItsTimeAsync(token => courts.FindAsync(id, token), clock, cancellationToken);
            }

            return court;
        }

        await foreach (var line in NdjsonLines.ReadAsync(request.Body, ImportHearings.LineLimit, cancellationToken))
        {
            Result<HearingEntry> entry;
            try
            {
                entry = line.IsRefused ? line.Refusals.ToList() : await HearingBody.ReadAsync(line.Value, null, CourtOfAsync, clock);
            }
            catch (DependencyUnavailableException)
            {
                entry = Refusals.LineUnavailable;
            }

            yield return entry;
        }
    }

    private async IAsyncEnumerable<byte[]> DescribeAsync(
        IAsyncEnumerable<ImportedHearing> results, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        await foreach (var line in results.WithCancellation(cancellationToken))
        {
            var view = Describe(line);
            if (line.Refusals is [{ Code: "hearing-quarantined" or "hearing-awaits-court" }])
            {
                Log.HearingQuarantined(logger);
            }

            counts[view.Outcome] = Count(view.Outcome) + 1;
            yield return JsonSerializer.SerializeToUtf8Bytes(view, HearingsJson.Answers.HearingLineView);
        }

        var summary = new HearingSummary(
            counts.Values.Sum(), Count("created"), Count("moved"), Count("cancelled"), Count("unchanged"), Count("stale"), Count("refused"));
        yield return JsonSerializer.SerializeToUtf8Bytes(summary, HearingsJson.Answers.HearingSummary);

        int Count(string outcome) => counts.GetValueOrDefault(outcome);
    }

    private static HearingLineView Describe(ImportedHearing line)
    {
        var outcome = line.OnRecord is { } taken ? Names.Of(taken.Outcome)
            : line.Refusals is [{ Code: "hearing-stale" }] ? "stale"
            : "refused";
        return new(line.Number, outcome, line.OnRecord?.Hearing.Id, line.OnRecord?.CardholderId.ToString(), ProblemResult.Errors(line.Refusals))
        {
            NotToldInTime = line.OnRecord is { IsNotToldInTime: true } ? true : null,
        };
    }
}

/// <summary>The result for one line of a feed.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Outcome">created, moved, cancelled, unchanged, stale or refused.</param>
/// <param name="HearingId">The hearing; absent when stale or refused.</param>
/// <param name="CardholderId">The cardholder; absent when stale or refused.</param>
/// <param name="Errors">Why it is stale or refused; absent otherwise.</param>
public sealed record HearingLineView(int Line, string Outcome, string? HearingId, string? CardholderId, IReadOnlyList<ProblemError>? Errors)
{
    /// <summary>True if no text tells the person before the hearing and mail comes too late; an officer is asked to call. Absent otherwise.</summary>
    public bool? NotToldInTime { get; init; }
}

/// <summary>The last line of an import's response.</summary>
/// <param name="Lines">Lines read.</param>
/// <param name="Created">New hearings.</param>
/// <param name="Moved">Hearings changed by a newer version.</param>
/// <param name="Cancelled">Cancelled hearings.</param>
/// <param name="Unchanged">Hearings already on record with the same content.</param>
/// <param name="Stale">Lines older than the version on record.</param>
/// <param name="Refused">Refused lines.</param>
public sealed record HearingSummary(int Lines, int Created, int Moved, int Cancelled, int Unchanged, int Stale, int Refused);
