using SecureDocket.Cards;

namespace SecureDocket.Functions.StatusLists;

/// <summary><c>GET /api/v1/status-lists</c>: the addresses of all status lists, for fetching before going offline (IETF Token Status List, section 9.3).</summary>
public sealed class GetStatusListsFunction(CardOptions options)
{
    /// <summary>200 with every list.</summary>
    [Function("GetStatusLists"), Access(Public = true)]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/status-lists")] HttpRequest request)
    {
        PublicFile.Open(request, maximumAgeSeconds: 3600);
        return JsonAnswer.Ok(new StatusListsView([.. options.StatusLists.Select(options.StatusListUri)]), StatusListsJson.Answers.StatusListsView);
    }
}

/// <summary>The aggregation of status lists.</summary>
/// <param name="StatusLists">Their addresses.</param>
public sealed record StatusListsView([property: System.Text.Json.Serialization.JsonPropertyName("status_lists")] IReadOnlyList<string> StatusLists);
