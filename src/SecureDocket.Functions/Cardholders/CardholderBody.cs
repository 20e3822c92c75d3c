using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Cardholders;

/// <summary>Reads a person from JSON: a body, or a line of a roster.</summary>
internal static class CardholderBody
{
    public static Result<CardholderDetails> Read(ReadOnlyMemory<byte> utf8, TimeProvider clock)
    {
        using var json = new JsonForm(utf8);
        var checkedForm = new CardholderForm
        {
            ANumber = json.Text("aNumber"),
            Name = json.Text("name"),
            LatinName = json.Text("latinName"),
            BirthDate = json.Text("birthDate"),
            Nationality = json.Text("nationality"),
            Language = json.Text("language"),
            Mobile = json.Text("mobile"),
            TimeZone = json.Text("timeZone"),
            MessageTier = json.Text("messageTier"),
            CodeWord = json.Text("codeWord"),
            Posture = json.Text("posture"),
            PostureAsOf = json.Text("postureAsOf"),
        }.Check(Today(clock));
        var faults = json.Faults(checkedForm.Refusals);
        return faults.Count > 0 ? faults : checkedForm;
    }

    public static LocalDate Today(TimeProvider clock) => Instant.FromDateTimeOffset(clock.GetUtcNow()).InUtc().Date;
}
