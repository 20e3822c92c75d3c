using System.Text.Json.Nodes;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Functions.Tests.Contract;

/// <summary>Whoever was written for the last released contract, <c>docs/contract</c>, goes on working; and each rule that says so is seen to bite.</summary>
public sealed class BreakingChangeTests
{
    private static readonly string s_released =
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "contract"), "*.yaml").OrderBy(file => Version.Parse(Path.GetFileNameWithoutExtension(file))).Last();

    private static readonly Dictionary<string, (Action<JsonObject> Change, string Fault)> s_breaks = new()
    {
        ["a path"] = (document => Paths(document).Remove("/api/v1/keys"), "/api/v1/keys is gone"),
        ["an operation"] = (document => Paths(document)["/api/v1/courts/{courtId}"]!.AsObject().Remove("get"), "GET /api/v1/courts/{courtId} is gone"),
        ["an answer"] = (document => Operation(document, "/api/v1/cards", "post")["responses"]!.AsObject().Remove("409"), "POST /api/v1/cards does not answer 409 any more"),
        ["a role"] = (document => Operation(document, "/api/v1/courts/{courtId}", "get")["x-roles"]!.AsArray().RemoveAt(0), "GET /api/v1/courts/{courtId} is closed to Court.Registrar"),
        ["what is public"] = (document => Operation(document, "/api/v1/keys", "get").Remove("security"), "GET /api/v1/keys needs a token"),
        ["a parameter"] = (document => Operation(document, "/api/v1/reports/reminders", "get").Remove("parameters"), "GET /api/v1/reports/reminders has no parameter query day any more"),
        ["a parameter that is needed"] = (
            document => Operation(document, "/api/v1/keys", "get")["parameters"] = new JsonArray(new JsonObject { ["name"] = "use", ["in"] = "query", ["required"] = true, ["schema"] = new JsonObject() }),
            "GET /api/v1/keys needs the parameter query use"),
        ["a media type"] = (document => Rename(Operation(document, "/api/v1/keys", "get")["responses"]!["200"]!["content"]!.AsObject(), "application/json", "application/jwk-set+json"), "GET /api/v1/keys 200 has no application/json any more"),
        ["a member of an answer"] = (document => Members(document, "Site").Remove("issued"), "GET /api/v1/sites 200.sites[].issued is gone"),
        ["a member that was always there"] = (document => Remove(Schema(document, "Site")["required"]!.AsArray(), "issued"), "GET /api/v1/sites 200.sites[].issued may be absent"),
        ["a member of a request"] = (document => Members(document, "SiteForm").Remove("quota"), "PUT /api/v1/sites/{siteId} request.quota is gone"),
        ["a member that is needed now"] = (document => Schema(document, "CardholderForm")["required"]!.AsArray().Add("mobile"), "POST /api/v1/cardholders request.mobile is needed"),
        ["a value of a request"] = (document => Remove(Members(document, "ContactForm")["messageTier"]!["enum"]!.AsArray(), "detailed"), "PUT /api/v1/cardholders/{cardholderId}/contact request.messageTier has no \"detailed\" any more"),
        ["a longest text"] = (document => Members(document, "CardholderForm")["name"]!["maxLength"] = 20, "POST /api/v1/cardholders request.name: maxLength is narrower"),
        ["a limit where there was none"] = (document => Members(document, "CardholderForm")["aNumber"]!["minLength"] = 7, "POST /api/v1/cardholders request.aNumber: minLength is narrower"),
        ["a pattern"] = (document => Members(document, "PinForm")["pin"]!["pattern"] = "^[0-9]{10}$", "PUT /api/v1/cardholders/{cardholderId}/pin request.pin: pattern is another"),
        ["a type of an answer"] = (document => Members(document, "Site")["issued"]!["type"] = "string", "GET /api/v1/sites 200.sites[].issued is string and was integer"),
        ["a type of a request"] = (document => Members(document, "CardholderForm")["latinName"]!["type"] = "string", "POST /api/v1/cardholders request.latinName is string and was string or null"),
        ["a new verdict"] = (document => Schema(document, "Verdict")["enum"]!.AsArray().Add("doubtful"), ".verdict has the new value \"doubtful\""),
        ["a problem's status"] = (document => document["x-problems"]!["not-cleared"]!["status"] = 418, "the problem not-cleared has another status"),
        ["a problem's title"] = (document => document["x-problems"]!["not-cleared"]!["title"] = "Other.", "the problem not-cleared has another title"),
        ["a header of an answer"] = (document => Operation(document, "/api/v1/verifier-pack", "get")["responses"]!["200"]!["headers"]!.AsObject().Remove("ETag"), "GET /api/v1/verifier-pack 200 comes without ETag"),
        ["when to try again"] = (document => document["components"]!["responses"]!["TooManyRequests"]!["headers"]!.AsObject().Remove("Retry-After"), "429 comes without Retry-After"),
        ["a format of an answer"] = (document => Members(document, "Readiness")["checkedAt"]!["format"] = "date", "GET /health/ready 200.checkedAt: format is another"),
        ["a format that is promised no more"] = (document => Members(document, "Readiness")["checkedAt"]!.AsObject().Remove("format"), "GET /health/ready 200.checkedAt: format is another"),
        ["a type that is promised no more"] = (document => Members(document, "Site")["issued"]!.AsObject().Remove("type"), "GET /api/v1/sites 200.sites[].issued is anything and was integer"),
        ["a problem code"] = (document => Remove(Schema(document, "ProblemCode")["enum"]!.AsArray(), "not-cleared"), "has no \"not-cleared\" any more"),
        ["a reason"] = (document => Remove(Schema(document, "ReasonCode")["enum"]!.AsArray(), "revoked"), "has no \"revoked\" any more"),
    };

    public static TheoryData<string> Breaks => [.. s_breaks.Keys];

    [Fact]
    public void Whoever_was_written_for_the_released_contract_goes_on_working() =>
        Assert.Empty(ContractComparison.Breaks(ApiContract.Read(s_released), ApiContract.Document));

    [Fact]
    public void A_changed_contract_has_another_number_than_the_released_one()
    {
        var released = ApiContract.Read(s_released);
        Assert.Equal(Path.GetFileNameWithoutExtension(s_released), released["info"]!["version"]!.GetValue<string>());
        Assert.True(
            JsonNode.DeepEquals(released, ApiContract.Document)
            || Version.Parse(ApiContract.Document["info"]!["version"]!.GetValue<string>()) > Version.Parse(released["info"]!["version"]!.GetValue<string>()),
            "The contract has changed since its last release: give it a higher version.");
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public void What_breaks_a_caller_is_found(string what)
    {
        var (change, fault) = s_breaks[what];
        var changed = ApiContract.Document.DeepClone().AsObject();
        change(changed);
        Assert.True(
            ContractComparison.Breaks(ApiContract.Document, changed).Any(found => found.Contains(fault, StringComparison.Ordinal)),
            $"{what}: {string.Join("; ", ContractComparison.Breaks(ApiContract.Document, changed))}");
    }

    [Fact]
    public void A_request_that_was_open_may_not_be_closed()
    {
        var open = ApiContract.Document.DeepClone().AsObject();
        Schema(open, "SiteForm").Remove("additionalProperties");
        Members(open, "SiteForm")["quota"]!.AsObject().Remove("type");
        var closed = ApiContract.Document.DeepClone().AsObject();
        Schema(closed, "SiteForm")["additionalProperties"] = false;
        var breaks = ContractComparison.Breaks(open, closed);
        Assert.Contains("PUT /api/v1/sites/{siteId} request takes no other members any more", breaks);
        Assert.Contains("PUT /api/v1/sites/{siteId} request.quota is integer and was anything", breaks);
        Assert.Equal(2, breaks.Count);
    }

    [Fact]
    public void What_is_added_breaks_nobody()
    {
        var changed = ApiContract.Document.DeepClone().AsObject();
        Paths(changed)["/api/v2/news"] = Paths(changed)["/api/v1/keys"]!.DeepClone();
        Operation(changed, "/api/v1/keys", "get")["responses"]!["429"] = Operation(changed, "/api/v1/verifications", "post")["responses"]!["429"]!.DeepClone();
        Operation(changed, "/api/v1/keys", "get")["parameters"] = new JsonArray(new JsonObject { ["name"] = "use", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } });
        Members(changed, "Site")["opened"] = new JsonObject { ["type"] = "string" };
        Schema(changed, "Site")["required"]!.AsArray().Add("opened");
        Members(changed, "SiteForm")["opened"] = new JsonObject { ["type"] = "string" };
        Schema(changed, "ProblemCode")["enum"]!.AsArray().Add("new-problem");
        Members(changed, "CardholderForm")["name"]!["maxLength"] = 500;
        Remove(Schema(changed, "CardholderForm")["required"]!.AsArray(), "language");
        Assert.Empty(ContractComparison.Breaks(ApiContract.Document, changed));
    }

    private static JsonObject Paths(JsonObject document) => document["paths"]!.AsObject();

    private static JsonObject Operation(JsonObject document, string path, string method) => Paths(document)[path]![method]!.AsObject();

    private static JsonObject Schema(JsonObject document, string name) => document["components"]!["schemas"]![name]!.AsObject();

    private static JsonObject Members(JsonObject document, string name) => Schema(document, name)["properties"]!.AsObject();

    private static void Remove(JsonArray list, string text) => list.Remove(list.Single(one => one!.GetValue<string>() == text));

    private static void Rename(JsonObject json, string name, string other)
    {
        json.Remove(name, out var value);
        json[other] = value;
    }
}
