using System.Globalization;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Writes and reads the disclosures of a docket.</summary>
public sealed class DisclosureLog(ITables tables, TimeProvider clock)
{
    internal const string Prefix = "~disclosure|";

    /// <summary>Records a disclosure. It must be committed before the answer leaves. One request.</summary>
    public async Task<Disclosure> RecordAsync(
        CardholderId id, Actor recipient, Purpose purpose, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var disclosure = new Disclosure
        {
            Id = OperationId.New().Value,
            At = clock.GetUtcNow(),
            Recipient = recipient,
            Purpose = purpose,
            Fields = fields,
        };
        var key = string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{disclosure.At.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}|{disclosure.Id}");
        var write = RowWrite.Put(key, JsonSerializer.Serialize(disclosure, StorageJson.Default.Disclosure));
        await tables.CommitAsync(TableNames.Dockets, id.ToString(), [write], cancellationToken);
        return disclosure;
    }
}
