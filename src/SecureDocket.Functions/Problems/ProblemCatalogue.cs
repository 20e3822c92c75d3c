using System.Collections.Frozen;

namespace SecureDocket.Functions.Problems;

/// <summary>Every problem the API can return, with its code, HTTP status and title. The only place that maps codes to statuses.</summary>
public static class ProblemCatalogue
{
    private static readonly FrozenDictionary<string, ProblemType> s_types = new ProblemType[]
    {
        new("invalid", 400, "The request is invalid."),
        new("malformed-json", 400, "The body is not a well-formed JSON object."),
        new("upload-cut", 400, "The upload is incomplete."),
        new("idempotency-key-required", 400, "An Idempotency-Key is required."),
        new("idempotency-key-too-long", 400, "The Idempotency-Key is too long."),
        new("unauthenticated", 401, "The caller is not authenticated."),
        new("sign-in-failed", 401, "The sign-in failed."),
        new("forbidden", 403, "The caller may not do this."),
        new("pin-wrong", 403, "The PIN is incorrect."),
        new("code-wrong", 403, "The code is incorrect."),
        new("four-eyes", 403, "A second person must do this."),
        new("partner-unknown", 403, "The partner is not registered."),
        new("partner-revoked", 403, "The partner is revoked."),
        new("court-of-another", 403, "The caller is not a registrar of the court."),
        new("scope-missing", 403, "The partner lacks the required scope."),
        new("no-such-cardholder", 404, "There is no such cardholder."),
        new("no-such-card", 404, "There is no such card."),
        new("no-such-photo", 404, "There is no such photo."),
        new("no-such-key", 404, "There is no such key."),
        new("no-such-erasure", 404, "There is no such erasure."),
        new("no-such-report", 404, "There is no such report."),
        new("no-such-site", 404, "There is no such site."),
        new("no-such-court", 404, "There is no such court."),
        new("no-such-office", 404, "There is no such office."),
        new("no-such-check-in", 404, "There is no such check-in."),
        new("no-such-hearing", 404, "There is no such hearing."),
        new("no-such-document", 404, "There is no such document."),
        new("no-such-verification", 404, "There is no such verification."),
        new("no-such-approval", 404, "There is no such approval."),
        new("no-such-seal", 404, "There is no such seal."),
        new("no-such-partner", 404, "There is no such partner."),
        new("no-such-closure", 404, "There is no such closure."),
        new("no-such-scanner", 404, "There is no such scanner."),
        new("no-such-item", 404, "There is no such item of the inbox."),
        new("no-such-status-list", 404, "There is no such status list."),
        new("no-such-route", 404, "There is no such path."),
        new("method-not-allowed", 405, "The path does not support the method."),
        new("not-acceptable", 406, "The resource has no representation that the caller accepts."),
        new("body-too-slow", 408, "The body arrived too slowly."),
        new("a-number-in-use", 409, "The A-number is in use."),
        new("not-cleared", 409, "The background check has not cleared."),
        new("no-photo", 409, "No photo is enrolled."),
        new("card-exists", 409, "The cardholder already has a card."),
        new("card-not-active", 409, "The card is not active."),
        new("card-status", 409, "The card's status does not allow this."),
        new("renewal-not-open", 409, "Renewal is not open yet."),
        new("key-withdrawn", 409, "The key has been withdrawn."),
        new("no-successor", 409, "No other key can replace this key."),
        new("docket-on-hold", 409, "The docket is on hold."),
        new("docket-erased", 409, "The docket was erased."),
        new("report-not-releasable", 409, "The report cannot be released."),
        new("quota-used-up", 409, "The site's quota is used up."),
        new("not-texted", 409, "The number cannot receive text messages."),
        new("status-list-full", 409, "The status list is full."),
        new("hearing-stale", 409, "A newer version of the hearing is on record."),
        new("hearing-version-reused", 409, "This version of the hearing has different content."),
        new("hearing-of-another", 409, "The hearing belongs to another cardholder."),
        new("hearing-quarantined", 409, "The hearing was quarantined for review."),
        new("hearing-awaits-court", 409, "The move awaits the other court's agreement."),
        new("hearing-limit", 409, "The cardholder has too many hearings."),
        new("no-such-slot", 409, "The office has no such slot."),
        new("slot-passed", 409, "The slot has passed."),
        new("slot-too-late", 409, "The slot is too late."),
        new("slot-full", 409, "The slot is full."),
        new("no-pin", 409, "The cardholder has no PIN."),
        new("check-in-exists", 409, "The cardholder already has an upcoming check-in."),
        new("check-in-limit", 409, "The cardholder has too many check-ins."),
        new("no-card-in-force", 409, "The cardholder has no card in force."),
        new("check-in-elsewhere", 409, "The check-in is at another office."),
        new("check-in-status", 409, "The check-in's status does not allow this."),
        new("check-in-too-early", 409, "The day of the check-in has not come yet."),
        new("remote-not-allowed", 409, "The office does not accept remote check-ins."),
        new("document-limit", 409, "The cardholder has too many documents."),
        new("document-withdrawn", 409, "The document was withdrawn."),
        new("comparison-final", 409, "The comparison is final."),
        new("approval-expired", 409, "The approval has expired."),
        new("one-officer", 409, "One officer may not record the clearance, take the photo and issue the card."),
        new("alike-person", 409, "A similar person is enrolled under another A-number."),
        new("number-just-changed", 409, "The same officer may not change the number and give sign-in access."),
        new("bookings-touched", 409, "This change affects booked appointments."),
        new("holiday-booked", 409, "People are booked on the new holiday."),
        new("closure-passed", 409, "The closure is over."),
        new("closure-overlaps", 409, "Another closure covers a part of this time."),
        new("closure-withdrawn", 409, "The closure was withdrawn."),
        new("closure-limit", 409, "The place has too many closures."),
        new("dates-changed", 409, "Another number of dates falls into the closure."),
        new("revocation-limit", 409, "The daily limit of card revocations for one person is reached."),
        new("seal-status", 409, "The seal's status does not allow this."),
        new("approval-status", 409, "The approval's status does not allow this."),
        new("partner-limit", 409, "There are too many partners."),
        new("revocation-final", 409, "The revocation is final."),
        new("item-taken", 409, "Another officer has the item."),
        new("item-done", 409, "The item was answered or closed."),
        new("version-mismatch", 412, "The resource has changed."),
        new("body-too-large", 413, "The body is too large."),
        new("photo-too-large", 413, "The photo is too large."),
        new("document-too-large", 413, "The document is too large."),
        new("unsupported-media-type", 415, "The media type is not supported."),
        new("photo-format", 415, "The photo is neither JPEG nor PNG."),
        new("pdf-format", 415, "The document is not a PDF."),
        new("photo-truncated", 422, "The photo is truncated."),
        new("photo-corrupt", 422, "The photo is damaged."),
        new("photo-dimensions", 422, "The photo has the wrong size."),
        new("photo-orientation", 422, "The photo is not upright."),
        new("photo-unsupported", 422, "The photo uses a feature that is not supported."),
        new("pin-easy", 422, "The PIN is too easy to guess."),
        new("pdf-corrupt", 422, "The PDF is damaged."),
        new("pdf-encrypted", 422, "The PDF is encrypted."),
        new("pdf-active", 422, "The PDF has active content."),
        new("pdf-pages", 422, "The PDF has too many pages."),
        new("idempotency-key-reused", 422, "The Idempotency-Key was used for a different request."),
        new("version-required", 428, "If-Match is required."),
        new("too-many-people", 429, "You have opened too many people's dockets."),
        new("match-limit", 429, "The daily limit of match requests for this card is reached."),
        new("too-many-requests", 429, "There were too many requests."),
        new("internal", 500, "An internal error occurred."),
        new("unavailable", 503, "A required service is unavailable."),
    }.ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);

    /// <summary>The codes that no request is refused with any more. The contract goes on naming them, and no other problem gets one.</summary>
    public static IReadOnlyList<string> Retired { get; } = ["no-card-in-force"];

    /// <summary>All problem types, retired ones too.</summary>
    public static IReadOnlyCollection<ProblemType> All => s_types.Values;

    /// <summary>The type of a code.</summary>
    /// <exception cref="KeyNotFoundException">The code is not in the catalogue. Tests guard against this defect.</exception>
    public static ProblemType For(string code) => s_types[code];
}

/// <summary>A kind of problem.</summary>
/// <param name="Code">The stable code, in kebab case.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Title">A constant sentence.</param>
public sealed record ProblemType(string Code, int Status, string Title)
{
    /// <summary>The problem's type URI (RFC 9457, section 3.1.1).</summary>
    public string Uri => $"urn:secure-docket:problem:{Code}";
}
