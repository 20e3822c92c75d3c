using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Places;

namespace SecureDocket.Functions.Places;

/// <summary><c>PUT /api/v1/courts/{courtId}</c>: enters a court, or changes its name, address, zone, and who speaks for it.</summary>
public sealed class PutCourtFunction(CourtStore courts)
{
    /// <summary>200 with the court.</summary>
    [Function("PutCourt")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/courts/{courtId}")] HttpRequest request,
        string courtId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var court = body.IsRefused ? body.Refusals.ToList() : Read(courtId, body.Value);
        if (court.IsRefused)
        {
            return ProblemResult.Of(court.Refusals);
        }

        await courts.PutAsync(court.Value, cancellationToken);
        return Answer.Ok(CourtView.Of(court.Value), PlacesJson.Answers.CourtView);
    }

    private static Result<Court> Read(string courtId, ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var court = Court.Create(courtId, json.Text("name"), json.Text("address"), json.Text("timeZone"), json.Texts("registrars"));
        var faults = json.Faults(court.Refusals);
        return faults.Count > 0 ? faults : court;
    }
}

/// <summary>A court.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Where it is.</param>
/// <param name="TimeZone">The IANA id of its clock's zone.</param>
/// <param name="Registrars">The object ids of the applications that speak for it.</param>
public sealed record CourtView(string Id, string Name, string Address, string TimeZone, IReadOnlyList<string> Registrars)
{
    internal static CourtView Of(Court court) => new(court.Id, court.Name, court.Address, court.TimeZone, court.Registrars ?? []);
}
