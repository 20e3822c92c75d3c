using System.Net.Http.Headers;
using Azure;
using Azure.Communication.Sms;
using Azure.Identity;
using SecureDocket.Messages;

namespace SecureDocket.Azure;

/// <summary>Sends texts with Azure Communication Services.</summary>
/// <remarks>
/// The important distinction is between messages that were provably not sent, which may be sent again, and messages that may have been
/// sent, which never are.
/// </remarks>
public sealed class AzureSms(SmsClient client) : ISms
{
    /// <inheritdoc />
    public async Task<SmsOutcome> SendAsync(Sms message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (cancellationToken.IsCancellationRequested)
        {
            return new(SmsResult.NotSent, Reason: "cancelled");
        }

        var departure = new Departure();
        using var watch = DeparturePolicy.Watch(departure);
        try
        {
            var options = new SmsSendOptions(enableDeliveryReport: message.WantsReceipt) { Tag = message.Tag.ToString() };
            var answer = await client.SendAsync(message.From, message.To, message.Text, options, cancellationToken);
            return OfRecipient(answer.Value, RetryAfter(answer.GetRawResponse()));
        }
        catch (RequestFailedException refused) when (refused.Status != 0)
        {
            return OfRequest(refused.Status, RetryAfter(refused.GetRawResponse()));
        }
        catch (RequestFailedException failure) when (failure.InnerException is HttpRequestException { HttpRequestError: var error } && IsBeforeConnected(error))
        {
            return new(SmsResult.NotSent, Reason: "no-connection");
        }
#pragma warning disable CA1031 // Any other failure, of the network, the sign-in or the response, is an outcome too.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return departure.HasLeft
                ? new(SmsResult.Unknown, Reason: "no-answer")
                : new(SmsResult.NotSent, Reason: failure is AuthenticationFailedException ? "no-token" : "not-sent");
        }
    }

    private static SmsOutcome OfRecipient(SmsSendResult result, TimeSpan? retryAfter) => result switch
    {
        { Successful: true, MessageId.Length: > 0 } => new(SmsResult.Accepted, result.MessageId),
        { Successful: true } => new(SmsResult.Unknown, Reason: "no-message-id"),
        { HttpStatusCode: 429 or 503 } => new(SmsResult.NotSent, Reason: $"recipient-{result.HttpStatusCode}", RetryAfter: retryAfter),
        { HttpStatusCode: >= 400 and < 500 and not 408 } => new(SmsResult.Rejected, Reason: $"recipient-{result.HttpStatusCode}"),
        _ => new(SmsResult.Unknown, Reason: $"recipient-{result.HttpStatusCode}"),
    };

    private static SmsOutcome OfRequest(int status, TimeSpan? retryAfter) => status switch
    {
        // A wrong address, key or role is our mistake; the message itself may be fine.
        401 or 403 or 404 or 429 or 503 => new(SmsResult.NotSent, Reason: $"http-{status}", RetryAfter: retryAfter),
        >= 400 and < 500 and not 408 => new(SmsResult.Rejected, Reason: $"http-{status}"),
        _ => new(SmsResult.Unknown, Reason: $"http-{status}"),
    };

    private static bool IsBeforeConnected(HttpRequestError error) => error
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    // A date is relative to the service's own clock.
    private static TimeSpan? RetryAfter(Response? response)
    {
        if (response is null || !response.Headers.TryGetValue("Retry-After", out var text) || !RetryConditionHeaderValue.TryParse(text, out var wanted))
        {
            return null;
        }

        var wait = wanted.Delta ?? (wanted.Date - response.Headers.Date);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
