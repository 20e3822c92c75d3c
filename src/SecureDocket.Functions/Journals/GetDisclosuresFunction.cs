using NodaTime.Text;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Seals;
using SecureDocket.Journals;

namespace SecureDocket.Functions.Journals;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/disclosures</c>: which data of a docket were disclosed, to whom, when and why.</summary>
public sealed class GetDisclosuresFunction(ViewHistory history, TimeProvider clock)
{
    /// <summary>200 with a page of disclosures.</summary>
    [Function("GetDisclosures"), Access(Roles.DocketAuditor), Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/disclosures")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await history.DisclosuresAsync(id, request.Query["page"], request.Actor(), cancellationToken))
            .OrProblem(page => JsonAnswer.Ok(DisclosuresView.Of(page, clock.GetUtcNow()), JournalsJson.Answers.DisclosuresView)));
}

/// <summary>A page of disclosures.</summary>
/// <param name="Disclosures">The disclosures, oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record DisclosuresView(IReadOnlyList<DisclosureView> Disclosures, string? Next)
{
    internal static DisclosuresView Of(DisclosuresPage page, DateTimeOffset now) => new(
        [.. page.Disclosures.Items.Select(disclosure => DisclosureView.Of(
            disclosure, disclosure.Seal is { } id && page.Seals.GetValueOrDefault(id) is { } seal ? SealView.Of(seal, now) : null))],
        page.Disclosures.Next);
}

/// <summary>One disclosure.</summary>
/// <param name="Id">Its ID, as returned by the verification.</param>
/// <param name="At">When it happened.</param>
/// <param name="Role">The recipient's role.</param>
/// <param name="Recipient">The recipient, as an opaque ID.</param>
/// <param name="Purpose">The purpose.</param>
/// <param name="Fields">The names of the disclosed fields.</param>
public sealed record DisclosureView(string Id, DateTimeOffset At, string Role, string Recipient, string Purpose, IReadOnlyList<string> Fields)
{
    /// <summary>The opaque ID of the item disclosed, when the docket has several of its kind.</summary>
    public string? Subject { get; init; }

    /// <summary>The day from which the person sees it in any case; absent when immediately.</summary>
    public string? SealedUntil { get; init; }

    /// <summary>The seal that hides it from the person until then; absent when the person sees it immediately, and for seals made before seals had reasons.</summary>
    public SealView? Seal { get; init; }

    /// <summary>The officer's visual comparison: same-person, not-same-person or cannot-tell; absent when not recorded.</summary>
    public string? Comparison { get; init; }

    /// <summary>When the officer first recorded it.</summary>
    public DateTimeOffset? ComparedAt { get; init; }

    /// <summary>The result of an offline verification; absent for online disclosures.</summary>
    public OfflineFindingView? Offline { get; init; }

    internal static DisclosureView Of(Disclosure disclosure, SealView? seal) => new(
        disclosure.Id, disclosure.At, disclosure.Recipient.Role, disclosure.Recipient.Id, Names.Of(disclosure.Purpose), disclosure.Fields)
    {
        Subject = disclosure.Subject,
        SealedUntil = disclosure.SealedUntil is { } day ? LocalDatePattern.Iso.Format(day) : null,
        Seal = seal,
        Comparison = disclosure.Comparison is { } comparison ? Names.Kebab(comparison.Answer) : null,
        ComparedAt = disclosure.Comparison?.At,
        Offline = disclosure.Offline is { } offline ? new(Names.Of(offline.Outcome), offline.Reasons, offline.StatusAsOf, offline.ReportedAt) : null,
    };
}

/// <summary>The result of an offline verification, as reported by the officer.</summary>
/// <param name="Verdict">valid, invalid or undetermined.</param>
/// <param name="Reasons">Stable codes; empty when valid.</param>
/// <param name="StatusAsOf">The time of the card's status; absent when the verifier had none.</param>
/// <param name="ReportedAt">When the officer reported it; absent when not recorded.</param>
public sealed record OfflineFindingView(string Verdict, IReadOnlyList<string> Reasons, DateTimeOffset? StatusAsOf, DateTimeOffset? ReportedAt);
