using NodaTime;

namespace SecureDocket.Cardholders;

/// <summary>The recorded result of the background check.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reference">The reference of the check; null while pending.</param>
/// <param name="Date">The date of the result, ISO 8601; null while pending.</param>
public sealed record Clearance(ClearanceResult Result, string? Reference, string? Date)
{
    /// <summary>No result yet.</summary>
    public static Clearance Pending { get; } = new(ClearanceResult.Pending, null, null);

    /// <summary>Validates a clearance as a caller sent it and reports all faults.</summary>
    public static Result<Clearance> Create(string? result, string? reference, string? date, LocalDate today)
    {
        List<Refusal> refusals = [];
        var known = Enum.TryParse<ClearanceResult>(result, out var parsed) && Enum.IsDefined(parsed) && result == parsed.ToString();
        if (!known)
        {
            refusals.Add(CardholdersRefusals.ClearanceResult);
        }

        // A misspelt result with a reference or a date was meant to be a decided one.
        var decided = known ? parsed != ClearanceResult.Pending : reference is not null || date is not null;
        if (decided ? reference is not { Length: >= 1 and <= 40 } || !reference.All(IsReferenceCharacter) : reference is not null)
        {
            refusals.Add(decided ? CardholdersRefusals.ClearanceReference : CardholdersRefusals.PendingReference);
        }

        var day = date is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(date);
        if (decided ? day is not { Success: true } || day.Value > today || day.Value.Year < 2000 : date is not null)
        {
            refusals.Add(decided ? CardholdersRefusals.ClearanceDate : CardholdersRefusals.PendingDate);
        }

        return refusals.Count > 0 ? refusals : new Clearance(parsed, reference, date);
    }

    private static bool IsReferenceCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '/' or ':';
}

/// <summary>The results of a background check.</summary>
public enum ClearanceResult
{
    /// <summary>No result yet.</summary>
    Pending,

    /// <summary>A card may be issued.</summary>
    Cleared,

    /// <summary>No card may be issued.</summary>
    Denied,
}
