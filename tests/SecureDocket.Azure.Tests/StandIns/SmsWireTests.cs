using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Communication.Sms;
using SecureDocket.Testing;
using Xunit;

namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>What the product relies on in Azure.Communication.Sms, held on the wire: the same for the official package and the stand-in.</summary>
public sealed class SmsWireTests
{
    private const string From = "+18005550100";
    private const string Anna = "+15005550001";
    private const string Ben = "+15005550002";
    private const string Text = "You have an appointment. Reply STOP to opt out.";

    private readonly FakeSms _service = new();

    [Fact]
    public async Task One_message_is_one_request_in_the_services_shape()
    {
        await Client().SendAsync(From, Anna, Text, new SmsSendOptions(enableDeliveryReport: true) { Tag = "reminder-1" });

        var request = Assert.Single(_service.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Equal("/sms?api-version=2021-03-07", request.Uri.PathAndQuery);
        Assert.StartsWith("application/json", request.Header("Content-Type"), StringComparison.Ordinal);

        var body = JsonDocument.Parse(request.Body).RootElement;
        var recipient = Assert.Single(body.GetProperty("smsRecipients").EnumerateArray());
        var options = body.GetProperty("smsSendOptions");
        Assert.Equal(From, body.GetProperty("from").GetString());
        Assert.Equal(Text, body.GetProperty("message").GetString());
        Assert.Equal(Anna, recipient.GetProperty("to").GetString());
        Assert.True(Guid.TryParse(recipient.GetProperty("repeatabilityRequestId").GetString(), out _));
        Assert.True(DateTimeOffset.TryParseExact(recipient.GetProperty("repeatabilityFirstSent").GetString(), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
        Assert.True(options.GetProperty("enableDeliveryReport").GetBoolean());
        Assert.Equal("reminder-1", options.GetProperty("tag").GetString());
    }

    [Fact]
    public async Task Options_that_nobody_gave_are_not_sent()
    {
        await Client().SendAsync(From, Anna, Text);

        Assert.False(JsonDocument.Parse(_service.Requests[0].Body).RootElement.TryGetProperty("smsSendOptions", out _));
    }

    [Fact]
    public async Task An_accepted_message_has_an_id_to_match_delivery_reports_by()
    {
        var result = (await Client().SendAsync(From, Anna, Text)).Value;

        Assert.True(result.Successful);
        Assert.Equal(202, result.HttpStatusCode);
        Assert.Equal(Anna, result.To);
        Assert.Equal(Assert.Single(_service.Sent).MessageId, result.MessageId);
        Assert.Null(result.ErrorMessage);
    }

    [Fact]
    public async Task Many_recipients_go_in_one_request_each_with_an_id_of_its_own()
    {
        var results = (await Client().SendAsync(From, [Anna, Ben], Text)).Value;

        Assert.Single(_service.Requests);
        Assert.Equal([Anna, Ben], results.Select(result => result.To));
        Assert.Equal([Anna, Ben], _service.Sent.Select(sent => sent.To));
        Assert.Equal(2, _service.Sent.Select(sent => sent.RepeatabilityRequestId).Distinct().Count());
    }

    [Fact]
    public async Task A_refused_recipient_is_a_result_and_does_not_take_the_others_along()
    {
        _service.Reject(Anna, 400, "Invalid To phone number format.");

        var results = (await Client().SendAsync(From, [Anna, Ben], Text)).Value;

        Assert.Equal([false, true], results.Select(result => result.Successful));
        Assert.Equal(400, results[0].HttpStatusCode);
        Assert.Equal("Invalid To phone number format.", results[0].ErrorMessage);
        Assert.Null(results[0].MessageId);
        Assert.Equal(Ben, Assert.Single(_service.Sent).To);
    }

    [Fact]
    public async Task A_request_is_signed_over_its_method_path_date_host_and_body()
    {
        await Client().SendAsync(From, Anna, Text);

        var request = _service.Requests[0];
        var bodyHash = Convert.ToBase64String(SHA256.HashData(request.Body));
        var toSign = $"POST\n/sms?api-version=2021-03-07\n{request.Header("x-ms-date")};{_service.Endpoint.Host};{bodyHash}";
        using var hmac = new HMACSHA256(Convert.FromBase64String(_service.AccessKey));
        var signature = Convert.ToBase64String(hmac.ComputeHash(Encoding.UTF8.GetBytes(toSign)));

        Assert.Equal(bodyHash, request.Header("x-ms-content-sha256"));
        Assert.Equal($"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}", request.Header("Authorization"));
        var date = DateTimeOffset.ParseExact(request.Header("x-ms-date")!, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(date, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Another_key_is_refused()
    {
        var client = new SmsClient(_service.Endpoint, new AzureKeyCredential(Convert.ToBase64String(new byte[64])), Options());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => client.SendAsync(From, Anna, Text));

        Assert.Equal(401, failure.Status);
        Assert.Equal("Denied", failure.ErrorCode);
        Assert.Empty(_service.Sent);
    }

    [Fact]
    public async Task A_key_that_is_replaced_counts_from_the_next_message_on()
    {
        var credential = new AzureKeyCredential(Convert.ToBase64String(new byte[64]));
        var client = new SmsClient(_service.Endpoint, credential, Options());

        credential.Update(_service.AccessKey);

        Assert.True((await client.SendAsync(From, Anna, Text)).Value.Successful);
    }

    [Fact]
    public async Task An_identity_sends_with_a_token_for_communication_services()
    {
        var credential = new StaticTokenCredential("sms-token");
        var client = new SmsClient(_service.Endpoint, credential, Options());

        await client.SendAsync(From, Anna, Text);

        Assert.Equal("Bearer sms-token", _service.Requests[0].Header("Authorization"));
        Assert.Equal(["https://communication.azure.com//.default"], credential.LastScopes);
    }

    [Fact]
    public async Task A_retry_is_recognizable_as_the_same_message()
    {
        _service.FailNext(TransportFault.AnswerLost);

        await Client(retries: 1).SendAsync(From, Anna, Text);

        Assert.Equal(2, _service.Sent.Count);
        Assert.Equal(_service.Sent[0].RepeatabilityRequestId, _service.Sent[1].RepeatabilityRequestId);
    }

    [Theory]
    [InlineData(TransportFault.Throttled, 429)]
    [InlineData(TransportFault.Unavailable, 503)]
    public async Task A_service_that_refuses_the_call_has_sent_nothing(TransportFault fault, int status)
    {
        _service.FailNext(fault);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Client().SendAsync(From, Anna, Text));

        Assert.Equal(status, failure.Status);
        Assert.NotNull(failure.ErrorCode);
        Assert.Empty(_service.Sent);
    }

    [Fact]
    public async Task A_service_out_of_reach_fails_without_a_status()
    {
        _service.FailNext(TransportFault.NotSent);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => Client().SendAsync(From, Anna, Text));

        Assert.Equal(0, failure.Status);
        Assert.IsType<HttpRequestException>(failure.InnerException);
    }

    [Theory]
    [InlineData(TransportFault.TimedOut, 0)]
    [InlineData(TransportFault.AnswerLost, 1)]
    public async Task A_lost_answer_looks_the_same_whether_or_not_the_message_went(TransportFault fault, int sent)
    {
        _service.FailNext(fault);

        await Assert.ThrowsAsync<TaskCanceledException>(() => Client().SendAsync(From, Anna, Text));

        Assert.Equal(sent, _service.Sent.Count);
    }

    [Theory]
    [InlineData("endpoint=https://sms.fake.communication.azure.com/")]
    [InlineData("accesskey=AAAA")]
    public void A_connection_string_without_endpoint_or_key_is_refused(string connectionString)
        => Assert.Throws<InvalidOperationException>(() => new SmsClient(connectionString));

    [Fact]
    public async Task A_message_to_nobody_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client().SendAsync(From, Array.Empty<string>(), Text));

        Assert.Empty(_service.Requests);
    }

    private SmsClient Client(int retries = 0) => new(_service.ConnectionString, Options(retries));

    private SmsClientOptions Options(int retries = 0)
    {
        var options = new SmsClientOptions { Transport = _service };
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }
}
