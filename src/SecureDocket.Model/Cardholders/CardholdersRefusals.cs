namespace SecureDocket.Cardholders;

/// <summary>The refusals about cardholders: their details, clearance, photo and look-alikes.</summary>
internal static class CardholdersRefusals
{
    public static Refusal Name { get; } = Invalid(
        "name",
        $"Must be the full name as written, 1 to {CardholderForm.NameLimit} characters: letters with the marks of their script, one script in a word, "
        + "apostrophes, hyphens, points, commas, parentheses, and generations such as 2nd. Nothing invisible.");

    public static Refusal LatinName { get; } = Invalid(
        "latinName",
        $"Must be the name in Latin letters as printed on the card, 1 to {CardholderForm.LatinNameLimit} characters and "
        + $"at most {CardholderForm.LatinNameByteLimit} bytes in UTF-8: letters, apostrophes, hyphens, points, commas, parentheses, and generations such as 2nd.");

    public static Refusal BirthDate { get; } = Invalid("birthDate", "Must be YYYY, YYYY-MM or YYYY-MM-DD, from 1900 to today.");

    public static Refusal Nationality { get; } = Invalid("nationality", "Must be an ISO 3166-1 alpha-3 code, or XXA, XXB, XXC or XXX.");

    public static Refusal Posture { get; } = Invalid(
        "posture", "Must be one of InProceedings, AsylumPending, ReliefGranted, FinalOrder, Terminated; requires postureAsOf.");

    public static Refusal PostureAsOf { get; } = Invalid("postureAsOf", "Must be the date of the posture as YYYY-MM-DD, not in the future.");

    public static Refusal Mobile { get; } = Invalid(
        "mobile", "Must be a phone number that exists: with + and the country code, or as dialled in the country of timeZone. Omit it if there is none.");

    public static Refusal NotMobile { get; } = Invalid("mobile", "Must be a number that gets texts, not a landline, toll-free or premium-rate number. Omit it if there is none.");

    public static Refusal MessageTier { get; } = Invalid("messageTier", "Must be one of neutral, codeWord, detailed.");

    public static Refusal CodeWord { get; } = Invalid(
        "codeWord",
        $"Must be a word of {Texts.CodeWord.MinLength} to {Texts.CodeWord.MaxLength} letters and digits that reveals nothing and is not a reply such as stop or help.");

    public static Refusal CodeWordNotAllowed { get; } = Invalid("codeWord", "Allowed only with the message tier codeWord.");

    public static Refusal ClearanceResult { get; } = Invalid("result", "Must be one of Pending, Cleared, Denied.");

    public static Refusal ClearanceReference { get; } = Invalid("reference", "Must be the reference of the check: 1 to 40 letters, digits, '-', '.', '/' or ':'.");

    public static Refusal PendingReference { get; } = Invalid("reference", "A pending check has no reference; omit it.");

    public static Refusal ClearanceDate { get; } = Invalid("date", "Must be the date of the result as YYYY-MM-DD, not in the future.");

    public static Refusal PendingDate { get; } = Invalid("date", "A pending check has no date; omit it.");

    public static Refusal ANumberInUse(CardholderId id) => new(
        "a-number-in-use", "A cardholder with this A-number is already enrolled with different details. Nothing was changed.", "aNumber")
    {
        Cardholder = id,
    };

    /// <summary>For whoever may not open the docket.</summary>
    public static Refusal ANumberOfAnother { get; } = new("a-number-in-use", "Ask your supervisor about this A-number. Nothing was changed.", "aNumber");

    /// <summary>For whoever may not open the docket of the person who is alike.</summary>
    public static Refusal AskAboutAlikePerson { get; } = new("alike-person", "Ask your supervisor before you enroll this person. Nothing was changed.", "otherThan");

    public static Refusal PinJustSet { get; } = new(
        "number-just-changed",
        "You set this person's PIN or gave them codes within the last day. Another officer must change the number, or the person can in the portal.",
        "mobile");

    public static Refusal NoPhoto { get; } = new("no-such-photo", "No photo is enrolled.");

    public static Refusal NoPhotoChange { get; } = new("no-such-photo", "No photo is waiting for a second officer.");

    public static Refusal NoSuchPhotoChange { get; } = new("no-such-photo", "No photo with this hash is waiting for a second officer.", "hash");

    public static Refusal OwnPhotoChange { get; } = new("four-eyes", "You took this photo; another officer must approve it.");

    public static Refusal PhotoChangeExpired { get; } = new("approval-expired", "This photo was not approved within an hour; take it again.");

    public static Refusal NoSuchVerification { get; } = new(
        "no-such-verification", "You have not verified this person with this ID and time within the last 15 minutes.");

    public static Refusal OwnAlikePerson { get; } = new(
        "four-eyes", "You enrolled this person or took the photo; another officer must compare the people who look alike.");

    public static Refusal AlikePerson(CardholderId id, IReadOnlyList<LikenessKind> by) => new(
        "alike-person",
        $"Cardholder {id} has the same or a similar {string.Join(" and ", by.Select(InWords))}. "
        + "Compare them: if it is the same person, they are already enrolled; if not, name the cardholder in otherThan.",
        "otherThan")
    {
        Cardholder = id,
    };

    public static Refusal NotAlike { get; } = new(
        "alike-person", "Some of these cardholders are not listed as alike, or appear twice.", "otherThan");

    public static Refusal MoreAlike { get; } = new(
        "alike-person", "Some alike cardholders are missing. List every one of them in otherThan or sameAs.", "otherThan");

    private static string InWords(LikenessKind kind) => kind == LikenessKind.Phone ? "phone" : "name and birth date";

    private static Refusal Invalid(string field, string detail) => new("invalid", detail, field);
}
