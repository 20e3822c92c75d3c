using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>GET /api/v1/clearance-reviews</c>: the cards that await an officer's decision.</summary>
public sealed class GetClearanceReviewsFunction(ViewClearanceReviews view)
{
    /// <summary>200 with a page of reviews, the longest waiting first.</summary>
    [Function("GetClearanceReviews"), Access(Roles.EnrollmentOfficer, Roles.ProgramAdministrator), Query("page")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/clearance-reviews")] HttpRequest request, CancellationToken cancellationToken) =>
        (await view.ExecuteAsync(request.Query["page"], cancellationToken)).OrProblem(page =>
            JsonAnswer.Ok(new ClearanceReviewsView([.. page.Items.Select(ClearanceReviewView.Of)], page.Next), CardholdersJson.Answers.ClearanceReviewsView));
}

/// <summary>A page of reviews.</summary>
/// <param name="Reviews">The reviews, the longest waiting first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record ClearanceReviewsView(IReadOnlyList<ClearanceReviewView> Reviews, string? Next);

/// <summary>A card that awaits an officer's decision. Identifies no person by name.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Since">Since when it has been waiting.</param>
/// <param name="Href">The docket's address.</param>
public sealed record ClearanceReviewView(string CardholderId, DateTimeOffset Since, string Href)
{
    internal static ClearanceReviewView Of(ClearanceReview review) => new(review.CardholderId.ToString(), review.Since, Links.Cardholder(review.CardholderId));
}
