using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Sms.Wire;

/// <summary>Signs method, path, date, host and body hash with the resource's access key.</summary>
internal sealed class HmacPolicy(AzureKeyCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var uri = request.Uri.ToUri();
        var date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        var contentHash = Convert.ToBase64String(SHA256.HashData(Bytes(request.Content)));
        var toSign = $"{request.Method}\n{uri.PathAndQuery}\n{date};{uri.Authority};{contentHash}";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(credential.Key), Encoding.ASCII.GetBytes(toSign));

        request.Headers.SetValue("x-ms-content-sha256", contentHash);
        request.Headers.SetValue(HttpHeader.Names.Date, date);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.SetValue(
            HttpHeader.Names.Authorization,
            $"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={Convert.ToBase64String(signature)}");
    }

    private static byte[] Bytes(RequestContent content)
    {
        using var buffer = new MemoryStream();
        content?.WriteTo(buffer, CancellationToken.None);
        return buffer.ToArray();
    }
}
