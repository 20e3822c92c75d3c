using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Logging;
using SecureDocket.Functions.Problems;
using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>PUT /api/v1/partners/{partnerId}</c>: registers a partner, or changes what it may do.</summary>
public sealed class PutPartnerFunction(RegisterPartner register, ILogger<PutPartnerFunction> logger)
{
    /// <summary>200 with the partner; 428 for a change without If-Match.</summary>
    [Function("PutPartner")]
    [Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/partners/{partnerId}")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var wanted = body.IsRefused ? body.Refusals.ToList() : Read(partnerId, body.Value);
        var expected = request.Headers.IfMatch.Count == 0 ? default(Result<VersionMatch>?) : request.ExpectedVersion();
        if (wanted.IsRefused || expected is { IsRefused: true })
        {
            return ProblemResult.Of([.. wanted.Refusals, .. expected?.Refusals ?? []]);
        }

        var result = await register.ExecuteAsync(wanted.Value, expected?.Value, request.Actor(), cancellationToken);
        if (result.IsRefused)
        {
            return ProblemResult.Of(result.Refusals);
        }

        Log.PartnerRegistered(logger, result.Value.Id, result.Value.Version);
        return Answer.Ok(PartnerView.Of(result.Value), PartnersJson.Answers.PartnerView, RequestReading.ETag(result.Value.Version));
    }

    private static Result<Partner> Read(string partnerId, ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var scopes = json.Texts("scopes")?.Select(Names.FromKebab<PartnerScope>).ToList();
        var partner = Partner.Create(
            partnerId,
            json.Text("name"),
            Names.FromKebab<PartnerKind>(json.Text("kind")),
            scopes is null || scopes.Contains(null) ? null : [.. scopes.OfType<PartnerScope>()],
            json.Integer("perMinute"),
            json.Text("contact"));
        var faults = json.Faults(partner.Refusals);
        return faults.Count > 0 ? faults : partner;
    }
}
