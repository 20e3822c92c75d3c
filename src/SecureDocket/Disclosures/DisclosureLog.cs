using System.Globalization;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Writes and reads the disclosures of a docket.</summary>
public sealed class DisclosureLog(ITables tables, TimeProvider clock)
{
    internal const string Prefix = "~disclosure|";

    /// <summary>Records a disclosure made now. It must be committed before the response is sent. One request.</summary>
    /// <remarks>Use cases that open a docket by its ID use <see cref="Openings"/> instead.</remarks>
    public Task<Disclosure> RecordAsync(
        CardholderId id, Actor recipient, Purpose purpose, IReadOnlyList<string> fields, CancellationToken cancellationToken) =>
        RecordAsync(
            id,
            new Disclosure { Id = OperationId.New().Value, At = clock.GetUtcNow(), Recipient = recipient, Purpose = purpose, Fields = fields },
            cancellationToken);

    /// <summary>Records a disclosure under a new ID. It must be committed before the response is sent. One request.</summary>
    public async Task<Disclosure> RecordAsync(CardholderId id, Disclosure disclosure, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(disclosure);
        var write = RowWrite.Put(KeyOf(disclosure.At, disclosure.Id), Json(disclosure));
        await tables.CommitAsync(TableNames.Dockets, id.ToString(), [write], cancellationToken);
        return disclosure;
    }

    /// <summary>Adds a disclosure made earlier. One request.</summary>
    /// <returns>False if it is already on record, possibly from an earlier attempt of this call.</returns>
    internal async Task<bool> AddAsync(CardholderId id, Disclosure disclosure, CancellationToken cancellationToken) =>
        await tables.CommitAsync(
            TableNames.Dockets, id.ToString(), [RowWrite.Insert(KeyOf(disclosure.At, disclosure.Id), Json(disclosure))], cancellationToken) is not null;

    /// <summary>One disclosure with its version; null if there is none. One request.</summary>
    internal async Task<(Disclosure Disclosure, string Version)?> FindAsync(
        CardholderId id, DateTimeOffset at, string disclosureId, CancellationToken cancellationToken) =>
        await tables.FindAsync(TableNames.Dockets, new(id.ToString(), KeyOf(at, disclosureId)), cancellationToken) is { } row
            ? (Parse(row), row.Version)
            : null;

    /// <summary>A verification's disclosure with its version; null unless it is of this docket, at this time, to this actor. At most one request.</summary>
    internal async Task<(Disclosure Disclosure, string Version)?> FindVerificationAsync(
        CardholderId id, DateTimeOffset checkedAt, string verificationId, Actor actor, CancellationToken cancellationToken) =>
        IsId(verificationId)
        && await FindAsync(id, checkedAt, verificationId, cancellationToken) is { } found
        && found.Disclosure.Recipient.Id == actor.Id
        && found.Disclosure.Purpose == Purpose.Verification
            ? found
            : null;

    /// <summary>Replaces a disclosure if it still has the version that was read. One request.</summary>
    /// <returns>False if it has another version, possibly from an earlier attempt of this call.</returns>
    internal async Task<bool> ReplaceAsync(CardholderId id, Disclosure disclosure, string version, CancellationToken cancellationToken) =>
        await tables.CommitAsync(
            TableNames.Dockets, id.ToString(), [RowWrite.Replace(KeyOf(disclosure.At, disclosure.Id), Json(disclosure), version)], cancellationToken) is not null;

    /// <summary>The disclosures with <paramref name="from"/> ≤ time &lt; <paramref name="to"/>, oldest first. One request per thousand.</summary>
    internal async Task<IReadOnlyList<Disclosure>> BetweenAsync(
        CardholderId id, DateTimeOffset from, DateTimeOffset to, int take, CancellationToken cancellationToken)
    {
        var rows = await tables.RangeAsync(TableNames.Dockets, id.ToString(), KeyOf(from, ""), KeyOf(to, ""), take, cancellationToken);
        return [.. rows.Select(Parse)];
    }

    internal static Disclosure Parse(Row row) => JsonSerializer.Deserialize(row.Json, DisclosuresJson.Rows.Disclosure)!;

    private static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    private static string Json(Disclosure disclosure) => JsonSerializer.Serialize(disclosure, DisclosuresJson.Rows.Disclosure);

    private static string KeyOf(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{at.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}|{id}");
}
