using NodaTime.Text;
using SecureDocket.Disclosures;
using SecureDocket.Functions.Seals;
using SecureDocket.Journals;

namespace SecureDocket.Functions.Journals;

/// <summary><c>GET /api/v1/cardholders/{cardholderId}/disclosures</c>: who was shown what of a docket, when and why.</summary>
public sealed class GetDisclosuresFunction(ReadHistory history, TimeProvider clock)
{
    /// <summary>200 with a page of disclosures.</summary>
    [Function("GetDisclosures")]
    [Access(Roles.DocketAuditor)]
    [Query("page")]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/cardholders/{cardholderId}/disclosures")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken) => Address.Cardholder(cardholderId).ThenAsync(async id => (await history.DisclosuresAsync(id, request.Query["page"], request.Actor(), cancellationToken))
            .OrProblem(page => Answer.Ok(DisclosuresView.Of(page, clock.GetUtcNow()), JournalsJson.Answers.DisclosuresView)));
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
/// <param name="Id">Its id, as a verification answered it.</param>
/// <param name="At">When.</param>
/// <param name="Role">In which role.</param>
/// <param name="Recipient">To whom, as an opaque ID.</param>
/// <param name="Purpose">Why.</param>
/// <param name="Fields">Which fields, by name.</param>
public sealed record DisclosureView(string Id, DateTimeOffset At, string Role, string Recipient, string Purpose, IReadOnlyList<string> Fields)
{
    /// <summary>The opaque id of the one thing that was shown, where the docket has several.</summary>
    public string? Subject { get; init; }

    /// <summary>The day from which the person is told of it in any case; absent when at once.</summary>
    public string? SealedUntil { get; init; }

    /// <summary>Why the person is not told before, by whose word, and whether that still holds; absent when they are told at once, and for what was sealed before seals had a reason.</summary>
    public SealView? Seal { get; init; }

    /// <summary>What the officer found by eye: same-person, not-same-person or cannot-tell; absent when they have not said.</summary>
    public string? Comparison { get; init; }

    /// <summary>When the officer first said so.</summary>
    public DateTimeOffset? ComparedAt { get; init; }

    /// <summary>What a verifier without a network came to; absent for what was shown online.</summary>
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

/// <summary>What a verifier without a network came to, on the officer's word.</summary>
/// <param name="Verdict">valid, invalid or undetermined.</param>
/// <param name="Reasons">Stable codes; empty when valid.</param>
/// <param name="StatusAsOf">The moment that the card's status was of; absent when the verifier had none.</param>
/// <param name="ReportedAt">When the officer told us; absent where that was not kept.</param>
public sealed record OfflineFindingView(string Verdict, IReadOnlyList<string> Reasons, DateTimeOffset? StatusAsOf, DateTimeOffset? ReportedAt);
