using System.Globalization;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads the code and message out of <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>.</summary>
internal sealed class ServiceErrorParser : RequestFailedDetailsParser
{
    /// <summary>The key under which an exception's data holds which action of a transaction failed.</summary>
    public const string FailedActionIndex = "FailedEntity";

    public static readonly ServiceErrorParser Instance = new();

    public override bool TryParse(Response response, out ResponseError error, out IDictionary<string, string> data)
    {
        error = null;
        data = null;
        try
        {
            using var json = JsonDocument.Parse(response.Content);
            var details = json.RootElement.GetProperty("odata.error");
            var message = details.GetProperty("message").GetProperty("value").GetString();
            error = new ResponseError(details.GetProperty("code").GetString(), message);
            data = new Dictionary<string, string>();

            // In a transaction the message begins with the index of the action at fault: "3:The specified entity …"
            if (message.IndexOf(':') is > 0 and var colon
                && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                data[FailedActionIndex] = index.ToString(CultureInfo.InvariantCulture);
            }

            return true;
        }
        catch (Exception notAnODataError) when (notAnODataError is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's page or an empty body; the status alone then tells what happened.
            return false;
        }
    }
}
