namespace Azure.Communication.Sms.Wire;

/// <summary><c>endpoint=https://…;accesskey=…</c></summary>
internal sealed record CommunicationConnectionString(Uri Endpoint, AzureKeyCredential AccessKey)
{
    public static CommunicationConnectionString Parse(string text)
    {
        Required.NotNullOrEmpty(text, "connectionString");
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            // A key ends in padding, so only the first '=' separates.
            var at = part.IndexOf('=');
            if (at <= 0)
                throw new InvalidOperationException("A connection string consists of keyword=value pairs.");
            parts[part[..at].Trim()] = part[(at + 1)..].Trim();
        }
        return new(new Uri(Value("endpoint")), new AzureKeyCredential(Value("accesskey")));

        string Value(string name) => parts.TryGetValue(name, out var value)
            ? value
            : throw new InvalidOperationException($"Required keyword '{name}' is missing in connection string.");
    }
}
