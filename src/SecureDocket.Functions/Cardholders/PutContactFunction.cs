using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SecureDocket.Cardholders;
using SecureDocket.Functions.Access;
using SecureDocket.Functions.Http;
using SecureDocket.Functions.Problems;

namespace SecureDocket.Functions.Cardholders;

/// <summary><c>PUT /api/v1/cardholders/{cardholderId}/contact</c>: records how a person is reached from now on.</summary>
public sealed class PutContactFunction(ChangeContact change)
{
    /// <summary>200 with the docket's new version; 428 without If-Match.</summary>
    [Function("PutContact")]
    [Access(Roles.EnrollmentOfficer)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/cardholders/{cardholderId}/contact")] HttpRequest request,
        string cardholderId,
        CancellationToken cancellationToken)
    {
        if (!CardholderId.TryParse(cardholderId, out var id))
        {
            return ProblemResult.Of(Refusals.NoSuchCardholder);
        }

        var version = request.ExpectedVersion();
        var body = await request.ReadJsonAsync(cancellationToken);
        var contact = body.IsRefused ? default : Read(body.Value);
        if (version.IsRefused || body.IsRefused || contact.IsRefused)
        {
            return ProblemResult.Of([.. body.Refusals, .. contact.Refusals, .. version.Refusals]);
        }

        var result = await change.ExecuteAsync(id, version.Value, contact.Value!, request.Actor(), cancellationToken);
        return result.IsRefused
            ? ProblemResult.Of(result.Refusals)
            : Answer.Ok(CardholderVersion.Of(result.Value), CardholdersJson.Answers.CardholderVersion, RequestReading.ETag(result.Value.Version));
    }

    private static Result<Contact> Read(ReadOnlyMemory<byte> utf8)
    {
        using var json = new JsonForm(utf8);
        var contact = new ContactForm
        {
            Language = json.Text("language"),
            Mobile = json.Text("mobile"),
            TimeZone = json.Text("timeZone"),
            MessageTier = json.Text("messageTier"),
            CodeWord = json.Text("codeWord"),
        }.Check();
        var faults = json.Faults(contact.Refusals);
        return faults.Count > 0 ? faults : contact;
    }
}
