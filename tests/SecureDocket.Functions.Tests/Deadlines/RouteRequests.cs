using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecureDocket.Functions.Tests.CheckIns;
using SecureDocket.Functions.Tests.Contract;
using SecureDocket.Functions.Tests.Documents;
using SecureDocket.Functions.Tests.Hearings;
using SecureDocket.SignIns;
using SecureDocket.Testing;

namespace SecureDocket.Functions.Tests.Deadlines;

/// <summary>A request for every route that gets as far as it can: well-formed, about somebody who exists, by somebody who may.</summary>
internal sealed partial class RouteRequests
{
    private readonly Dictionary<string, string> _parameters;
    private readonly PortalVisitor _visitor;
    private readonly Dictionary<string, string> _signIn;
    private readonly TimeProvider _clock;
    private DateTimeOffset _lastVisit;

    private RouteRequests(Dictionary<string, string> parameters, PortalVisitor visitor, Dictionary<string, string> signIn, TimeProvider clock) =>
        (_parameters, _visitor, _signIn, _clock, _lastVisit) = (parameters, visitor, signIn, clock, clock.GetUtcNow());

    /// <summary>What the requests are about, by the names of path parameters.</summary>
    public IReadOnlyDictionary<string, string> Parameters => _parameters;

    /// <summary>Makes what the requests are about.</summary>
    public static async Task<RouteRequests> PrepareAsync(TappedHost host)
    {
        await host.Host.RunTimerAsync("PublishStatusLists");
        var person = await TestCardholder.CreateAsync(host.Host);
        await TestHearings.CourtAsync(host.Host, "NYC", "America/New_York");
        using var officer = new Caller(host.Host.As("Enrollment.Officer"));
        using var anyone = new Caller(host.Host.As(null));
        var key = (await anyone.GetAsync("/api/v1/keys")).Is(200).Json["keys"]![0]!["kid"]!.GetValue<string>();
        Dictionary<string, string> parameters = new()
        {
            ["cardholderId"] = person.Id,
            ["cardNumber"] = person.CardNumber,
            ["siteId"] = host.Host.SiteId,
            ["officeId"] = await TestCheckIns.OpenAsync(host.Host),
            ["documentId"] = await TestDocuments.AddAsync(officer, person.Id, TestPdf.Of(1)),
            ["hearingId"] = TestHearings.NewId(),
            ["keyId"] = key,
            ["list"] = host.StatusList,
            ["id"] = Guid.NewGuid().ToString("N"),
        };
        foreach (var parameter in ApiContract.Operations.SelectMany(operation => operation.Parameters).Where(parameter => parameter["in"]!.GetValue<string>() == "path"))
        {
            parameters.TryAdd(parameter["name"]!.GetValue<string>(), parameter["example"]!.GetValue<string>());
        }

        var visitor = await person.SignInAsync();
        using var stranger = new PortalVisitor(host.Host.Address);
        await stranger.GoAsync("/");
        var fields = stranger.FieldsOf("/sign-in", ("number", person.CardNumber), ("pin", person.Pin));
        fields["cookie"] = string.Join("; ", stranger.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));
        return new(parameters, visitor, fields, host.Host.Clock);
    }

    /// <summary>Keeps the cardholder signed in: each route takes ten seconds of a session that rests for minutes only.</summary>
    public async Task StaySignedInAsync()
    {
        if (_clock.GetUtcNow() - _lastVisit > Sessions.IdleTimeout / 2)
        {
            await _visitor.GoAsync("/");
            _lastVisit = _clock.GetUtcNow();
        }
    }

    /// <summary>The request; send it once.</summary>
    public HttpRequestMessage For(HttpFunction function)
    {
        var operation = ApiContract.Operations.FirstOrDefault(operation => operation.Id == function.Name);
        var request = new HttpRequestMessage(new HttpMethod(function.Method), Parameter().Replace(function.Path, match => _parameters.GetValueOrDefault(match.Groups["name"].Value, "")) + Query(operation));
        if (operation is null)
        {
            request.Headers.Add("Cookie", function.Access!.Cardholder ? string.Join("; ", _visitor.Cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")) : _signIn["cookie"]);
            request.Content = function.Method == "POST" ? new FormUrlEncodedContent(_signIn.Where(field => field.Key != "cookie")) : null;
            return request;
        }

        foreach (var header in operation.Parameters.Where(parameter => parameter["in"]!.GetValue<string>() == "header"))
        {
            var name = header["name"]!.GetValue<string>();
            request.Headers.TryAddWithoutValidation(name, name == "Idempotency-Key" ? Guid.NewGuid().ToString() : header["example"]?.GetValue<string>());
        }

        request.Content = operation.Json["requestBody"] is { } body ? Body(operation, body) : null;
        return request;
    }

    private static string Query(Operation? operation)
    {
        var needed = (operation?.Parameters ?? []).Where(parameter => parameter["in"]!.GetValue<string>() == "query" && parameter["required"]?.GetValue<bool>() == true);
        return string.Join('&', needed.Select((parameter, index) => $"{(index == 0 ? "?" : "")}{parameter["name"]}={parameter["example"]?.GetValue<string>() ?? "2027-03-04"}"));
    }

    private ByteArrayContent Body(Operation operation, JsonNode body)
    {
        var (type, form) = ApiContract.Schemas.Resolve(body)["content"]!.AsObject().First();
        return type switch
        {
            "image/jpeg" => Caller.Bytes(File.ReadAllBytes(TestPeople.PhotoPath), type),
            "multipart/form-data" => Multipart(),
            "application/x-ndjson" => Caller.Bytes(Encoding.UTF8.GetBytes(Line(form!["schema"]!).ToJsonString()), type),
            _ => Caller.Json((operation.Id switch
            {
                "RevokeCards" => new JsonObject { ["reason"] = "issued-in-error", ["cards"] = new JsonArray(_parameters["cardNumber"]) },
                "UploadScans" => new JsonObject { ["scans"] = new JsonArray(Scan()) },
                _ => Example(form!),
            }).ToJsonString()),
        };
    }

    private static ByteArrayContent Multipart()
    {
        using var form = TestDocuments.Form(TestPdf.Of(1));
        var content = new ByteArrayContent(form.ReadAsByteArrayAsync().GetAwaiter().GetResult());
        content.Headers.ContentType = form.Headers.ContentType;
        return content;
    }

    private JsonNode Example(JsonNode form)
    {
        var example = (form["example"] ?? form["examples"]!.AsObject().First().Value!["value"])!.DeepClone();
        foreach (var (name, value) in _parameters.Where(parameter => example[parameter.Key] is JsonValue))
        {
            example[name] = value;
        }

        return example;
    }

    private JsonObject Scan() => new()
    {
        ["scanId"] = $"{Guid.NewGuid()}",
        ["cardNumber"] = _parameters["cardNumber"],
        ["at"] = $"{_clock.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}",
        ["verdict"] = "valid",
    };

    private static JsonObject Line(JsonNode schema) => schema["$ref"]!.GetValue<string>().EndsWith("/CardholderForm", StringComparison.Ordinal)
        ? TestPeople.Person()
        : WithId(TestHearings.Hearing("A200000017"));

    private static JsonObject WithId(JsonObject hearing)
    {
        hearing["hearingId"] = TestHearings.NewId();
        return hearing;
    }

    [GeneratedRegex(@"\{\*?(?<name>[A-Za-z]+)[^}]*\}")]
    private static partial Regex Parameter();
}
