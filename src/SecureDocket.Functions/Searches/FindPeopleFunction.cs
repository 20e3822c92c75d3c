using SecureDocket.Disclosures;
using SecureDocket.Searches;

namespace SecureDocket.Functions.Searches;

/// <summary><c>POST /api/v1/searches</c>: finds people by one key. The key is in the body, so that no address contains it.</summary>
public sealed class FindPeopleFunction(FindPeople find, TimeProvider clock)
{
    private static readonly string[] s_purposes = [.. SearchForm.Purposes.Select(Names.Of)];

    /// <summary>200 with the people found, be it nobody.</summary>
    [Function("FindPeople"), Access(Roles.EnrollmentOfficer, Roles.FieldOfficer, Roles.ProtectionSupervisor)]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/searches")] HttpRequest request, CancellationToken cancellationToken) => request.SetAsync(
            Read,
            (form, actor) => find.ExecuteAsync(form.Key, form.Purpose, actor, cancellationToken),
            found => JsonAnswer.Ok(FoundPeopleView.Of(found), SearchesJson.Answers.FoundPeopleView),
            cancellationToken);

    private (SearchKey Key, Purpose Purpose) Read(JsonForm json, List<Refusal> faults)
    {
        var key = new SearchForm
        {
            ANumber = json.Text("aNumber"),
            Mobile = json.Text("mobile"),
            CardNumber = json.Text("cardNumber"),
            HearingId = json.Text("hearingId"),
            Fins = json.Text("fins"),
            SubjectId = json.Text("subjectId"),
            Name = json.Text("name"),
            BornFrom = json.Integer("bornFrom"),
            BornTo = json.Integer("bornTo"),
            Nationality = json.Text("nationality"),
        }.Check(clock.GetCurrentDate()).ValueOr(faults);
        var purpose = json.OneOf("purpose", s_purposes, faults);
        return (key, SearchForm.Purposes.FirstOrDefault(each => Names.Of(each) == purpose));
    }
}
