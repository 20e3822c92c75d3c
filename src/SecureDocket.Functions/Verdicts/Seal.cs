using System.Globalization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Verdicts;

/// <summary>Reads for how long a look at a card is kept from its person.</summary>
internal static class Seal
{
    private const int DayLimit = 365;

    /// <summary>The first day on which the person is told; null when at once or at fault.</summary>
    /// <param name="json">The form that may have it.</param>
    /// <param name="at">When the card is looked at.</param>
    /// <param name="refusals">Where faults go.</param>
    public static LocalDate? Read(JsonForm json, DateTimeOffset at, List<Refusal> refusals)
    {
        if (json.Text("sealedUntil") is not { } text)
        {
            return null;
        }

        var day = Instant.FromDateTimeOffset(at).InUtc().Date;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) && date > day && date <= day.PlusDays(DayLimit))
        {
            return date;
        }

        refusals.Add(new("invalid", string.Create(
            CultureInfo.InvariantCulture, $"YYYY-MM-DD, 1 to {DayLimit} days after the look at the card."), "sealedUntil"));
        return null;
    }
}
