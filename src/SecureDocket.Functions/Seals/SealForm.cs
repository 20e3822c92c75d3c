using NodaTime;
using NodaTime.Text;
using SecureDocket.Seals;

namespace SecureDocket.Functions.Seals;

/// <summary>Reads the request to seal a disclosure: until when and why it is hidden from the person.</summary>
internal static class SealForm
{
    private static readonly IReadOnlyList<string> s_reasons = Names.AllKebab<SealReason>();

    /// <summary>The requested seal; null when none is requested or the request is invalid.</summary>
    /// <param name="json">The form.</param>
    /// <param name="at">When the card is viewed.</param>
    /// <param name="refusals">Receives the errors.</param>
    public static SealRequest? Read(JsonForm json, DateTimeOffset at, List<Refusal> refusals)
    {
        var (until, reason) = (json.Text("sealedUntil"), json.Text("sealReason"));
        if (until is null && reason is null)
        {
            return null;
        }

        var day = Instant.FromDateTimeOffset(at).InUtc().Date;
        var isSound = LocalDatePattern.Iso.Parse(until ?? "").TryGetValue(default, out var date) && date > day && date <= day.PlusDays(Seal.DayLimit);
        if (!isSound)
        {
            refusals.Add(SealsRefusals.SealedUntil(Seal.DayLimit));
        }

        var why = Names.FromKebab<SealReason>(reason);
        if (why is null)
        {
            refusals.Add(SealsRefusals.SealReason(s_reasons));
        }

        return isSound && why is { } code ? new(date, code) : null;
    }
}
