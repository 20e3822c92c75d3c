using NodaTime;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Http;

namespace SecureDocket.Functions.Cardholders;

/// <summary>Reads a person from JSON: a body, or a line of a roster.</summary>
internal static class CardholderBody
{
    private const int PeopleLimit = 20;

    public static Result<EnrollmentForm> Read(ReadOnlyMemory<byte> utf8, TimeProvider clock)
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
        }.Check(clock.GetCurrentDate());
        var (otherThan, refusals) = People(json, "otherThan");
        var faults = json.Faults([.. checkedForm.Refusals, .. refusals]);
        return faults.Count > 0 ? faults : new EnrollmentForm(checkedForm.Value!, otherThan);
    }

    /// <summary>Dockets by their ids; none where the member is absent.</summary>
    public static (IReadOnlyList<CardholderId> People, IReadOnlyList<Refusal> Refusals) People(JsonForm json, string name)
    {
        var ids = json.Texts(name) ?? [];
        List<CardholderId> people = [];
        foreach (var text in ids.Take(PeopleLimit + 1))
        {
            if (!CardholderId.TryParse(text, out var id) || people.Count == PeopleLimit)
            {
                return ([], [new("invalid", FormattableString.Invariant($"At most {PeopleLimit} ids of cardholders."), name)]);
            }

            people.Add(id);
        }

        return (people, []);
    }
}
