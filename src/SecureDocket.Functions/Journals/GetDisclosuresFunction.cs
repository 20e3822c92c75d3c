using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;
using SecureDocket.Journals;

namespace SecureDocket.Functions.Journals;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/disclosures</c>: who was shown what of a docket, when and why.</summary>
public sealed class GetDisclosuresFunction(ReadHistory history)
{
    /// <summary>200 with a page of disclosures.</summary>
    [Function("GetDisclosures")]
    [Access(Roles.DocketAuditor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cardholders/{cardholderId}/disclosures")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Unknown.Cardholder);
        }

        var result = await history.DisclosuresAsync(id, request.Query["page"], request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(
                new DisclosuresView([.. result.Value.Items.Select(DisclosureView.Of)], result.Value.Next), ApiJson.Readable.DisclosuresView);
    }
}

/// <summary>A page of disclosures.</summary>
/// <param name="Disclosures">The disclosures, oldest first.</param>
/// <param name="Next">The token of the next page.</param>
public sealed record DisclosuresView(IReadOnlyList<DisclosureView> Disclosures, string? Next);

/// <summary>One disclosure.</summary>
/// <param name="Id">Its id, as a verification answered it.</param>
/// <param name="At">When.</param>
/// <param name="Role">In which role.</param>
/// <param name="Recipient">To whom, as an opaque id.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Fields">Which fields, by name.</param>
public sealed record DisclosureView(string Id, DateTimeOffset At, string Role, string Recipient, string Purpose, IReadOnlyList<string> Fields)
{
    internal static DisclosureView Of(Disclosure disclosure) => new(
        disclosure.Id, disclosure.At, disclosure.Recipient.Role, disclosure.Recipient.Id, Names.Of(disclosure.Purpose), disclosure.Fields);
}
