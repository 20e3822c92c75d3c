using System.Globalization;
using SecureDocket.Dockets;
using SecureDocket.Storage;

namespace SecureDocket.Disclosures;

/// <summary>Writes and reads the disclosures of a docket.</summary>
public sealed class DisclosureLog(DocketTable table, TimeProvider clock)
{
    internal const string Prefix = "~disclosure|";

    private const int RowsPerRead = 1000;
    private const int RowsPerDelete = 90;
    private const int AttemptLimit = 8;

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
        await WriteAsync(id, RowWriteKind.Put, disclosure, null, cancellationToken);
        return disclosure;
    }

    /// <summary>Adds a disclosure made earlier. One request.</summary>
    /// <returns>False if it is already on record, possibly from an earlier attempt of this call.</returns>
    internal Task<bool> AddAsync(CardholderId id, Disclosure disclosure, CancellationToken cancellationToken) =>
        WriteAsync(id, RowWriteKind.Insert, disclosure, null, cancellationToken);

    /// <summary>One disclosure with its version; null if there is none. One request.</summary>
    internal Task<Stored<Disclosure>?> FindAsync(CardholderId id, DateTimeOffset at, string disclosureId, CancellationToken cancellationToken) =>
        table.FindAsync(id, KeyOf(at, disclosureId), DisclosuresJson.Rows.Disclosure, cancellationToken);

    /// <summary>A verification's disclosure with its version; null unless it is of this docket, at this time, to this actor. At most one request.</summary>
    internal async Task<Stored<Disclosure>?> FindVerificationAsync(
        CardholderId id, DateTimeOffset checkedAt, string verificationId, Actor actor, CancellationToken cancellationToken) =>
        IsId(verificationId)
        && await FindAsync(id, checkedAt, verificationId, cancellationToken) is { } found
        && found.Value.Recipient.Id == actor.Id
        && found.Value.Purpose == Purpose.Verification
            ? found
            : null;

    /// <summary>Replaces a disclosure if it still has the version that was read. One request.</summary>
    /// <returns>False if it has another version, possibly from an earlier attempt of this call.</returns>
    internal Task<bool> ReplaceAsync(CardholderId id, Disclosure disclosure, string version, CancellationToken cancellationToken) =>
        WriteAsync(id, RowWriteKind.Replace, disclosure, version, cancellationToken);

    /// <summary>The disclosures with <paramref name="from"/> ≤ time &lt; <paramref name="to"/>, oldest first. One request per thousand.</summary>
    internal async Task<IReadOnlyList<Disclosure>> BetweenAsync(
        CardholderId id, DateTimeOffset from, DateTimeOffset to, int take, CancellationToken cancellationToken) =>
        [.. (await table.RangeAsync(id, KeyOf(from, ""), KeyOf(to, ""), take, DisclosuresJson.Rows.Disclosure, cancellationToken)).Select(row => row.Value)];

    /// <summary>A page of the disclosures, oldest first. One request.</summary>
    /// <param name="id">The docket.</param>
    /// <param name="from">The first key, of a token that begins with <see cref="Prefix"/>.</param>
    internal Task<Page<Disclosure>> PageAsync(CardholderId id, string from, CancellationToken cancellationToken) =>
        table.PageAsync(id, Prefix, from, DisclosuresJson.Rows.Disclosure, cancellationToken);

    /// <summary>How many disclosures were made before a moment. One request per thousand.</summary>
    internal async Task<int> CountBeforeAsync(CardholderId id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var count = 0;
        var from = Prefix;
        IReadOnlyList<Row> rows;
        do
        {
            rows = await table.SealedAsync(id, from, EndBefore(before), RowsPerRead, cancellationToken);
            count += rows.Count;
            from = rows.Count > 0 ? rows[^1].Key + " " : from;
        }
        while (rows.Count == RowsPerRead);

        return count;
    }

    /// <summary>Deletes the disclosures made before a moment. Two requests per ninety, and one.</summary>
    /// <returns>False if they were written meanwhile, again and again, so that some are left.</returns>
    internal async Task<bool> DeleteBeforeAsync(CardholderId id, DateTimeOffset before, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit;)
        {
            var rows = await table.SealedAsync(id, Prefix, EndBefore(before), RowsPerDelete, cancellationToken);
            if (rows.Count == 0)
            {
                return true;
            }

            // Those that are gone, by another run or an earlier attempt of this call, are not there when it looks again.
            attempt += await table.CommitAsync(id, [.. rows.Select(row => RowWrite.Delete(row.Key, row.Version))], cancellationToken) is null ? 1 : 0;
        }

        return false;
    }

    private async Task<bool> WriteAsync(CardholderId id, RowWriteKind kind, Disclosure disclosure, string? version, CancellationToken cancellationToken)
    {
        var key = await table.KeyOfAsync(id, cancellationToken);
        var write = DocketTable.History(kind, key, KeyOf(disclosure.At, disclosure.Id), disclosure, DisclosuresJson.Rows.Disclosure, version);
        return await table.CommitAsync(id, [write], cancellationToken) is not null;
    }

    /// <summary>A key after those of all disclosures made before a moment.</summary>
    internal static string EndBefore(DateTimeOffset moment) => KeyOf(moment, "");

    private static bool IsId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);

    private static string KeyOf(DateTimeOffset at, string id) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{at.UtcDateTime:yyyyMMdd'T'HHmmssfffffff}|{id}");
}
