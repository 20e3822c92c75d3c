using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SecureDocket.Testing;

/// <summary>
/// Communication Services' SMS endpoint: checks who asks, keeps what it accepts, answers one result a recipient.
/// Nothing is deduplicated, so that a message sent twice is seen twice.
/// </summary>
public sealed class FakeSms : InMemoryTransport
{
    private readonly Dictionary<string, (int Status, string Error)> _rejections = [];
    private readonly List<SentSms> _sent = [];

    public Uri Endpoint { get; } = new("https://sms.fake.communication.azure.com/");

    /// <summary>The key that <see cref="ConnectionString"/> holds; a request signed by another is refused.</summary>
    public string AccessKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    public string ConnectionString => $"endpoint={Endpoint};accesskey={AccessKey}";

    /// <summary>The accepted messages in order, one a recipient, also those whose answer was lost.</summary>
    public IReadOnlyList<SentSms> Sent
    {
        get
        {
            lock (Gate)
                return [.. _sent];
        }
    }

    /// <summary>From now on this number is refused, as an unreachable or blocked one is: in its result, not as an error of the call.</summary>
    public void Reject(string to, int status = 400, string error = "Invalid To phone number format.")
    {
        lock (Gate)
            _rejections[to] = (status, error);
    }

    private protected override InMemoryResponse? Refuse(RecordedRequest request)
    {
        var authorization = request.Header("Authorization") ?? "";
        return authorization.StartsWith("Bearer ", StringComparison.Ordinal) || authorization == Signature(request, AccessKey)
            ? null
            : InMemoryResponse.Error(401, "Denied", "Denied by the resource provider.");
    }

    private protected override InMemoryResponse Perform(RecordedRequest request)
    {
        if (request.Method != "POST" || request.Uri.PathAndQuery != "/sms?api-version=2021-03-07")
            return InMemoryResponse.Error(404, "NotFound", "No such operation.");

        var body = JsonNode.Parse(request.Body)!;
        var results = body["smsRecipients"]!.AsArray().Select(recipient => Send(body, recipient!));
        return InMemoryResponse.Json(202, new JsonObject { ["value"] = new JsonArray([.. results]) });
    }

    /// <summary>What the Authorization header must be, from the service's own documentation of the scheme.</summary>
    private static string Signature(RecordedRequest request, string accessKey)
    {
        var bodyHash = Convert.ToBase64String(SHA256.HashData(request.Body));
        var signed = $"{request.Method}\n{request.Uri.PathAndQuery}\n{request.Header("x-ms-date")};{request.Uri.Authority};{bodyHash}";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(accessKey), Encoding.UTF8.GetBytes(signed));
        return $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={Convert.ToBase64String(signature)}";
    }

    private JsonObject Send(JsonNode body, JsonNode recipient)
    {
        var to = (string)recipient["to"]!;
        if (_rejections.TryGetValue(to, out var rejection))
            return new JsonObject { ["to"] = to, ["httpStatusCode"] = rejection.Status, ["successful"] = false, ["errorMessage"] = rejection.Error };

        var options = body["smsSendOptions"];
        var sent = new SentSms(
            $"Outgoing_{Guid.NewGuid():N}",
            (string)body["from"]!,
            to,
            (string)body["message"]!,
            (string?)options?["tag"],
            (bool?)options?["enableDeliveryReport"] ?? false,
            (string?)recipient["repeatabilityRequestId"]);
        _sent.Add(sent);
        return new JsonObject { ["to"] = to, ["messageId"] = sent.MessageId, ["httpStatusCode"] = 202, ["repeatabilityResult"] = "accepted", ["successful"] = true };
    }
}
