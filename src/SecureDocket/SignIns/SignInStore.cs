using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Stores a person's credentials, the PIN and the paper codes, in one partition per person.</summary>
public sealed class SignInStore(ITables tables, KeyedHash hash)
{
    internal const string PinKey = "pin";
    internal const string CodesKey = "codes";
    internal const string PrintedPrefix = "printed|";
    internal const string KioskPrefix = "kiosk|";

    private const int AttemptLimit = 8;

    /// <summary>The PIN; null if none is set. One request.</summary>
    internal async Task<KeptPin?> FindPinAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.SignIns, new(id.ToString(), PinKey), cancellationToken);
        return row is null ? null : new(JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.PinRow)!.Hash, row.Version);
    }

    /// <summary>Sets the PIN. One request.</summary>
    internal Task PutPinAsync(CardholderId id, PinRow pin, CancellationToken cancellationToken) => tables.CommitAsync(
        TableNames.SignIns, id.ToString(), [RowWrite.Put(PinKey, JsonSerializer.Serialize(pin, SignInsJson.Rows.PinRow))], cancellationToken);

    /// <summary>Uses up a paper code. However often and wherever it is tried, at most one attempt gets it. Up to three requests.</summary>
    /// <returns>The code as stored; null if there is none.</returns>
    internal async Task<PaperCodeRow?> TakePaperCodeAsync(CardholderId id, string code, CancellationToken cancellationToken)
    {
        foreach (var prefix in (string[])[PrintedPrefix, KioskPrefix])
        {
            var key = prefix + HashOf(id, code);
            if (await tables.FindAsync(TableNames.SignIns, new(id.ToString(), key), cancellationToken) is { } row)
            {
                return await tables.CommitAsync(TableNames.SignIns, id.ToString(), [RowWrite.Delete(key, row.Version)], cancellationToken) is null
                    ? null
                    : JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.PaperCodeRow);
            }
        }

        return null;
    }

    /// <summary>Replaces the paper codes of a kind.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="prefix"><see cref="PrintedPrefix"/> or <see cref="KioskPrefix"/>.</param>
    /// <param name="codes">The codes as typed, without hyphens.</param>
    /// <param name="holds">How long they are valid; null if until used.</param>
    /// <param name="operation">The operation of the request.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    /// <returns>When they were stored. If an earlier attempt of this request stored them, that time is returned, and used codes stay used.</returns>
    internal async Task<DateTimeOffset> PutPaperCodesAsync(
        CardholderId id, string prefix, IReadOnlyList<string> codes, TimeSpan? holds, OperationId operation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var marker = prefix + CodesKey;
        var rows = await tables.RangeAsync(TableNames.SignIns, id.ToString(), prefix, prefix + "~", StorageLimits.Writes / 2, cancellationToken);
        if (rows.FirstOrDefault(row => row.Key == marker) is { } known
            && JsonSerializer.Deserialize(known.Json, SignInsJson.Rows.PrintedCodesRow)! is var put
            && put.Operation == operation.Value)
        {
            return put.At;
        }

        var json = JsonSerializer.Serialize(new PaperCodeRow(now + holds), SignInsJson.Rows.PaperCodeRow);
        var fresh = codes.Select(code => prefix + HashOf(id, code)).ToList();
        List<RowWrite> writes =
        [
            RowWrite.Put(marker, JsonSerializer.Serialize(new PrintedCodesRow(operation.Value, now), SignInsJson.Rows.PrintedCodesRow)),
            .. fresh.Select(key => RowWrite.Put(key, json)),
            .. rows.Where(row => row.Key != marker && !fresh.Contains(row.Key)).Select(row => RowWrite.Delete(row.Key, row.Version)),
        ];

        // A code used in the meantime is already gone; a retry of the request finds it so.
        if (await tables.CommitAsync(TableNames.SignIns, id.ToString(), writes, cancellationToken) is null)
        {
            throw new DependencyUnavailableException("contention");
        }

        return now;
    }

    /// <summary>Deletes everything with which a person signs in: PIN, codes, sessions. Two requests for a hundred rows, and one.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; repeat it.</exception>
    internal async Task DropAsync(CardholderId id, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptLimit;)
        {
            var rows = await tables.RangeAsync(TableNames.SignIns, id.ToString(), "", "\u007F", StorageLimits.Writes, cancellationToken);
            if (rows.Count == 0)
            {
                return;
            }

            // Those that are gone, by another call or an earlier attempt of this one, are not there when it looks again.
            attempt += await tables.CommitAsync(
                TableNames.SignIns, id.ToString(), [.. rows.Select(row => RowWrite.Delete(row.Key, row.Version))], cancellationToken) is null ? 1 : 0;
        }

        throw new DependencyUnavailableException("contention");
    }

    private string HashOf(CardholderId id, string code) => hash.KeyOf("paper-code", $"{id}\n{code}");
}
