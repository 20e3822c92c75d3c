using NodaTime;
using SecureDocket.Cardholders;

namespace SecureDocket.Functions.Cardholders;

/// <summary>Reads a person from JSON: a request body or a line of a roster.</summary>
internal static class CardholderBody
{
    private const int PeopleLimit = 20;

    public static EnrollmentForm Read(JsonForm json, LocalDate today, List<Refusal> faults)
    {
        var details = new CardholderForm
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
            Fins = json.Text("fins"),
            SubjectId = json.Text("subjectId"),
        }.Check(today).ValueOr(faults);
        return new(details!, People(json, "otherThan", faults));
    }

    /// <summary>Docket IDs; empty when the property is absent.</summary>
    public static IReadOnlyList<CardholderId> People(JsonForm json, string name, List<Refusal> faults)
    {
        List<CardholderId> people = [];
        foreach (var text in (json.Texts(name) ?? []).Take(PeopleLimit + 1))
        {
            if (!CardholderId.TryParse(text, out var id) || people.Count == PeopleLimit)
            {
                faults.Add(CardholdersRefusals.People(name, PeopleLimit));
                return [];
            }

            people.Add(id);
        }

        return people;
    }
}
