namespace SecureDocket.Azure.Tests.StandIns;

/// <summary>Answers in the network's place and keeps what was sent; for what Azurite cannot be made to do.</summary>
internal sealed class StubHandler(Func<int, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public List<(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers)> Sent { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Sent.Add((
            request.Method,
            request.RequestUri!,
            request.Headers.NonValidated.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        return await answer(Sent.Count, cancellationToken);
    }
}
