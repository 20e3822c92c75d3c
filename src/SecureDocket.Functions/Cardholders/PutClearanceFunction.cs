using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/clearance</c>: records the result of the background check.</summary>
public sealed class PutClearanceFunction(RecordClearance record, TimeProvider clock)
{
    /// <summary>200 with the docket's new version; 428 without If-Match.</summary>
    [Function("PutClearance")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/clearance")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var version = request.ExpectedVersion();
        var body = await request.ReadJsonAsync(cancellationToken);
        var clearance = body.IsRefused ? default : Read(body.Value);
        if (version.IsRefused || body.IsRefused || clearance.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. clearance.Refusals, .. version.Refusals]);
        }

        var result = await record.ExecuteAsync(id, version.Value, clearance.Value!, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderVersion.Of(result.Value), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(result.Value.Version));
    }

    private Result<Clearance> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var clearance = Clearance.Create(json.Text("result"), json.Text("reference"), json.Text("date"), clock.GetCurrentDate());
        var faults = json.Faults(clearance.Refusals);
        return faults.Count > 0 ? faults : clearance;
    }
}
