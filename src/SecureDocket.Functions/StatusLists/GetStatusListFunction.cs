using Microsoft.Net.Http.Headers;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.StatusLists;

namespace SecureDocket.Functions.StatusLists;

/// <summary><c>GET /api/v1/status-lists/{list}</c>: a signed status list (IETF Token Status List, section 8.1), as CWT, or as JWT on request.</summary>
public sealed class GetStatusListFunction(StatusListStore store, CardOptions options)
{
    private static readonly MediaTypeHeaderValue s_cwt = new(StatusListToken.MediaType);
    private static readonly MediaTypeHeaderValue s_jwt = new(StatusListJwt.MediaType);

    /// <summary>200 with the list, 304 when the caller has it, 406 for another media type. Earlier lists are not kept, so the draft's parameter <c>time</c> is not supported.</summary>
    [Function("GetStatusList"), Access(Public = true)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/status-lists/{list}")] HttpRequest request,
        string list,
        CancellationToken cancellationToken)
    {
        if (!options.StatusLists.Contains(list))
        {
            return ProblemResult.Of(StatusListsRefusals.NoSuchList);
        }

        if (FormFor(request) is not { } form)
        {
            return ProblemResult.Of(StatusListsRefusals.NotAcceptable);
        }

        var published = await store.FindAsync(list, cancellationToken) ?? throw new DependencyUnavailableException("status-lists");
        request.HttpContext.Response.Headers.Vary = HeaderNames.Accept;
        return form == s_jwt
            ? PublicFile.Of(request, published.Jwt, StatusListJwt.MediaType)
            : PublicFile.Of(request, published.Cwt, StatusListToken.MediaType);
    }

    /// <summary>The representation that the caller prefers, CWT if equal; null when neither is acceptable.</summary>
    private static MediaTypeHeaderValue? FormFor(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
        {
            return s_cwt;
        }

        double Quality(MediaTypeHeaderValue form) => accepted
            .Where(range => form.IsSubsetOf(range))
            .OrderBy(range => range.MatchesAllTypes).ThenBy(range => range.MatchesAllSubTypes)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();

        var (cwt, jwt) = (Quality(s_cwt), Quality(s_jwt));
        return cwt == 0 && jwt == 0 ? null : jwt > cwt ? s_jwt : s_cwt;
    }
}
