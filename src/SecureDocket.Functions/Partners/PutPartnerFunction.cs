using SecureDocket.Partners;

namespace SecureDocket.Functions.Partners;

/// <summary><c>PUT /api/v1/partners/{partnerId}</c>: registers or changes a partner.</summary>
public sealed class PutPartnerFunction(RegisterPartner register, ILogger<PutPartnerFunction> logger)
{
    /// <summary>200 with the partner; 428 for a change without If-Match.</summary>
    [Function("PutPartner"), Access(Roles.ProgramAdministrator)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/partners/{partnerId}")] HttpRequest request,
        string partnerId,
        CancellationToken cancellationToken)
    {
        var body = await request.ReadJsonAsync(cancellationToken);
        var wanted = JsonForm.Read(body, (json, faults) => Read(partnerId, json, faults));
        var expected = request.Headers.IfMatch.Count == 0 ? default(Result<VersionMatch>?) : request.ExpectedVersion();
        if (wanted.IsRefused || expected is { IsRefused: true })
        {
            return ProblemResult.Of([.. wanted.Refusals, .. expected?.Refusals ?? []]);
        }

        return (await register.ExecuteAsync(wanted.Value, expected?.Value, request.Actor(), cancellationToken)).OrProblem(partner =>
        {
            Log.PartnerRegistered(logger, partner.Id, partner.Version);
            return JsonAnswer.Ok(PartnerView.Of(partner), PartnersJson.Answers.PartnerView, RequestReading.ETag(partner.Version));
        });
    }

    private static Partner Read(string partnerId, JsonForm json, List<Refusal> faults)
    {
        var scopes = json.Texts("scopes")?.Select(Names.FromKebab<PartnerScope>).ToList();
        return Partner.Create(
            partnerId,
            json.Text("name"),
            Names.FromKebab<PartnerKind>(json.Text("kind")),
            scopes is null || scopes.Contains(null) ? null : [.. scopes.OfType<PartnerScope>()],
            json.Integer("perMinute"),
            json.Text("contact")).ValueOr(faults)!;
    }
}
