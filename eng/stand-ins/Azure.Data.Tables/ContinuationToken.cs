namespace Azure.Data.Tables;

/// <summary>Where the next page begins: two response headers, carried as one string with a space between (neither header holds one).</summary>
internal static class ContinuationToken
{
    public static string Of(Response response)
    {
        var hasPartition = response.Headers.TryGetValue("x-ms-continuation-NextPartitionKey", out var partitionKey);
        var hasRow = response.Headers.TryGetValue("x-ms-continuation-NextRowKey", out var rowKey);
        return hasPartition || hasRow ? $"{partitionKey} {rowKey}" : null;
    }

    public static (string NextPartitionKey, string NextRowKey) Parse(string token)
    {
        if (token is null || token.Length <= 1)
        {
            return (null, null);
        }

        var parts = token.Split(' ', 2);
        return (parts[0], parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null);
    }
}
