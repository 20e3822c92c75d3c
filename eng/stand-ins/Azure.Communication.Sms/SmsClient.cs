using Azure.Communication.Sms.Wire;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Communication.Sms;

public class SmsClient
{
    // The service registered its audience with a trailing slash, hence the double one.
    private const string Scope = "https://communication.azure.com//.default";

    private readonly SmsEndpoint _endpoint;

    protected SmsClient()
    {
    }

    public SmsClient(string connectionString)
        : this(connectionString, new SmsClientOptions())
    {
    }

    public SmsClient(string connectionString, SmsClientOptions options)
        : this(CommunicationConnectionString.Parse(connectionString), options)
    {
    }

    public SmsClient(Uri endpoint, AzureKeyCredential keyCredential, SmsClientOptions options = default)
        : this(endpoint, new HmacPolicy(Required.NotNull(keyCredential, nameof(keyCredential))), options)
    {
    }

    public SmsClient(Uri endpoint, TokenCredential tokenCredential, SmsClientOptions options = default)
        : this(endpoint, new BearerTokenAuthenticationPolicy(Required.NotNull(tokenCredential, nameof(tokenCredential)), Scope), options)
    {
    }

    private SmsClient(CommunicationConnectionString connection, SmsClientOptions options)
        : this(connection.Endpoint, new HmacPolicy(connection.AccessKey), options)
    {
    }

    private SmsClient(Uri endpoint, HttpPipelinePolicy authentication, SmsClientOptions options)
    {
        Required.NotNull(endpoint, nameof(endpoint));
        options ??= new SmsClientOptions();
        // Per retry, because a signature is bound to its date.
        _endpoint = new SmsEndpoint(endpoint, options.ApiVersion, HttpPipelineBuilder.Build(options, authentication));
    }

    public virtual async Task<Response<SmsSendResult>> SendAsync(string from, string to, string message, SmsSendOptions options = default, CancellationToken cancellationToken = default)
    {
        Required.NotNullOrEmpty(from, nameof(from));
        Required.NotNullOrEmpty(to, nameof(to));
        var response = await SendAsync(from, [to], message, options, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(response.Value[0], response.GetRawResponse());
    }

    public virtual async Task<Response<IReadOnlyList<SmsSendResult>>> SendAsync(string from, IEnumerable<string> to, string message, SmsSendOptions options = default, CancellationToken cancellationToken = default)
    {
        Required.NotNullOrEmpty(from, nameof(from));
        Required.NotNull(to, nameof(to));
        Required.NotNull(message, nameof(message));

        // The repeatability fields are made once a send, not once an attempt: a retry repeats them, so the service can tell.
        var recipients = to.Select(SmsRecipient.New).ToList();
        if (recipients.Count == 0)
            throw new ArgumentException("Value cannot be an empty collection.", nameof(to));

        return await _endpoint.SendAsync(from, recipients, message, options, cancellationToken).ConfigureAwait(false);
    }
}
