namespace SecureDocket.Functions.Hearings;

/// <summary>The refusals of requests about hearings.</summary>
internal static class HearingsRefusals
{
    public static Refusal IdHolder { get; } = new("invalid", "Must be the ID of the cardholder whose docket holds the hearing ID.", "cardholderId");

    public static Refusal SourceVersion { get; } = new("invalid", "Must be a whole number of at least 1.", "sourceVersion");
}
