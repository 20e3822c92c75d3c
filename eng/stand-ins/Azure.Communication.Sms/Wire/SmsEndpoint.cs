using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Sms.Wire;

/// <summary><c>POST {endpoint}/sms</c>: one message to one or many recipients, one result for each.</summary>
internal sealed class SmsEndpoint(Uri endpoint, string apiVersion, HttpPipeline pipeline)
{
    private const int Accepted = 202;

    public async Task<Response<IReadOnlyList<SmsSendResult>>> SendAsync(
        string from, IReadOnlyList<SmsRecipient> recipients, string text, SmsSendOptions options, CancellationToken cancellationToken)
    {
        using var message = pipeline.CreateMessage();
        var request = message.Request;
        request.Method = RequestMethod.Post;
        request.Uri.Reset(endpoint);
        request.Uri.AppendPath("/sms", escape: false);
        request.Uri.AppendQuery("api-version", apiVersion);
        request.Headers.Add(HttpHeader.Common.JsonAccept);
        request.Headers.Add(HttpHeader.Common.JsonContentType);
        request.Content = RequestContent.Create(Body(from, recipients, text, options));

        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);

        // Accepted is about the request; a refused recipient is a result of its own, not an error.
        if (message.Response.Status != Accepted)
            throw new RequestFailedException(message.Response);
        return Response.FromValue(Results(message.Response), message.Response);
    }

    private static byte[] Body(string from, IReadOnlyList<SmsRecipient> recipients, string text, SmsSendOptions options)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("from", from);
            json.WriteStartArray("smsRecipients");
            foreach (var recipient in recipients)
                recipient.Write(json);
            json.WriteEndArray();
            json.WriteString("message", text);
            if (options is not null)
            {
                json.WriteStartObject("smsSendOptions");
                json.WriteBoolean("enableDeliveryReport", options.EnableDeliveryReport);
                if (options.Tag is not null)
                    json.WriteString("tag", options.Tag);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static IReadOnlyList<SmsSendResult> Results(Response response)
    {
        using var document = JsonDocument.Parse(response.Content);
        return [.. document.RootElement.GetProperty("value").EnumerateArray().Select(Result)];

        static SmsSendResult Result(JsonElement item) => new(
            item.GetProperty("to").GetString(),
            Text(item, "messageId"),
            item.GetProperty("httpStatusCode").GetInt32(),
            item.GetProperty("successful").GetBoolean(),
            Text(item, "errorMessage"));

        static string Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
