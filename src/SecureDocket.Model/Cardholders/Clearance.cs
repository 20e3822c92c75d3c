using NodaTime;

namespace SecureDocket.Cardholders;

/// <summary>The recorded result of the background check.</summary>
/// <param name="Result">The result.</param>
/// <param name="Reference">The check's own reference; null while pending.</param>
/// <param name="Date">The day of the result, ISO 8601; null while pending.</param>
public sealed record Clearance(ClearanceResult Result, string? Reference, string? Date)
{
    /// <summary>No result yet.</summary>
    public static Clearance Pending { get; } = new(ClearanceResult.Pending, null, null);

    /// <summary>Checks what a caller says of a clearance and names every fault.</summary>
    public static Result<Clearance> Create(string? result, string? reference, string? date, LocalDate today)
    {
        List<Refusal> refusals = [];
        var known = Enum.TryParse<ClearanceResult>(result, out var parsed) && Enum.IsDefined(parsed) && result == parsed.ToString();
        if (!known)
        {
            refusals.Add(new("invalid", "One of Pending, Cleared, Denied.", "result"));
        }

        // A result that is merely misspelt still says by its reference and date what it was meant to be.
        var decided = known ? parsed != ClearanceResult.Pending : reference is not null || date is not null;
        if (decided ? reference is not { Length: >= 1 and <= 40 } || !reference.All(IsReferenceCharacter) : reference is not null)
        {
            refusals.Add(new("invalid", decided
                ? "The check's reference: 1 to 40 letters, digits, '-', '.', '/' or ':'."
                : "A pending check has no reference.", "reference"));
        }

        var day = date is null ? null : NodaTime.Text.LocalDatePattern.Iso.Parse(date);
        if (decided ? day is not { Success: true } || day.Value > today || day.Value.Year < 2000 : date is not null)
        {
            refusals.Add(new("invalid", decided
                ? "The day of the result as YYYY-MM-DD, not in the future."
                : "A pending check has no date.", "date"));
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
