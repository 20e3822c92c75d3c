using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Stores the sign-ins that wait for a code, and the number of attempts for each card number.</summary>
/// <remarks>
/// All sign-ins with one card number, known or unknown, are in one partition under its keyed hash, so a row does not reveal whether the
/// card exists.
/// </remarks>
public sealed class Challenges(ITables tables, KeyedHash hash, TimeProvider clock)
{
    internal const string Prefix = "challenge|";
    internal const string TriesKey = "tries";

    /// <summary>How long a sign-in waits for its code.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The number of codes that may be tried.</summary>
    public const int TryLimit = 5;

    private const int FreeTries = 3;
    private const int SecretBytes = 24;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>How long after an attempt the next one may send a text: three at once, then 30 seconds, doubling up to an hour.</summary>
    public static TimeSpan WaitAfter(int tries) => tries < FreeTries
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(s_longestWait.TotalSeconds, s_firstWait.TotalSeconds * Math.Pow(2, Math.Min(tries - FreeTries, 20))));

    /// <summary>The partition of a card number as typed.</summary>
    internal string PartitionOf(string typed) => $"card|{hash.KeyOf("sign-in", typed)}";

    /// <summary>The partition of a person's number changes.</summary>
    internal static string PartitionOf(CardholderId id) => $"number|{id}";

    /// <summary>The keyed hash of a texted code, valid for one challenge only.</summary>
    internal string HashOf(ChallengeToken token, string code) => hash.KeyOf("texted-code", $"{token.Key}\n{code}");

    /// <summary>The keyed hash of the phone that a code was texted to.</summary>
    internal string HashOfPhone(string mobile) => hash.KeyOf("texted-phone", mobile);

    /// <summary>Whether an attempt may send a text now, given the earlier attempts. One request.</summary>
    internal async Task<(Row? Row, TriesRow Tries, bool MustWait)> FindTriesAsync(string partition, string triesKey, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Attempts, new(partition, triesKey), cancellationToken);
        var tries = row is null ? new TriesRow(0, default) : JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.TriesRow)!;
        return (row, tries, clock.GetUtcNow() < tries.LastAt + WaitAfter(tries.Count));
    }

    /// <summary>The write that counts an attempt now.</summary>
    internal RowWrite Counting(string triesKey, Row? row, TriesRow tries)
    {
        var json = JsonSerializer.Serialize(new TriesRow(tries.Count + 1, clock.GetUtcNow()), SignInsJson.Rows.TriesRow);
        return row is null ? RowWrite.Insert(triesKey, json) : RowWrite.Replace(triesKey, json, row.Version);
    }

    /// <summary>Creates an unpredictable token for a challenge.</summary>
    internal static ChallengeToken NewToken(string partition) => new(partition, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>The write that begins a challenge.</summary>
    internal static RowWrite Beginning(ChallengeToken token, ChallengeRow challenge) =>
        RowWrite.Insert(token.Key, JsonSerializer.Serialize(challenge, SignInsJson.Rows.ChallengeRow));

    /// <summary>A challenge that is still waiting; null if there is none or it is no longer waiting. One request.</summary>
    internal async Task<(ChallengeRow Challenge, Row Row)?> FindAsync(ChallengeToken token, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(TableNames.Attempts, new(token.Partition, token.Key), cancellationToken) is not { } row)
        {
            return null;
        }

        var challenge = JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.ChallengeRow)!;
        return clock.GetUtcNow() < challenge.At + Lifetime ? (challenge, row) : null;
    }

    /// <summary>Replaces the challenge that was read. One request.</summary>
    /// <returns>False if another write came first.</returns>
    internal async Task<bool> ReplaceAsync(ChallengeToken token, ChallengeRow challenge, Row read, CancellationToken cancellationToken)
    {
        var write = RowWrite.Replace(token.Key, JsonSerializer.Serialize(challenge, SignInsJson.Rows.ChallengeRow), read.Version);
        return await tables.CommitAsync(TableNames.Attempts, token.Partition, [write], cancellationToken) is not null;
    }

    /// <summary>Uses one of a challenge's attempts, before the code is checked: however many are made at once, at most <see cref="TryLimit"/> count.</summary>
    /// <returns>The challenge with the attempt used; null if none is left or there is no such challenge. Two requests.</returns>
    internal async Task<(ChallengeRow Challenge, Row Row)?> TakeTryAsync(ChallengeToken token, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TryLimit; attempt++)
        {
            if (await FindAsync(token, cancellationToken) is not { Challenge.Tries: < TryLimit } found)
            {
                return null;
            }

            var taken = found.Challenge with { Tries = found.Challenge.Tries + 1 };
            var json = JsonSerializer.Serialize(taken, SignInsJson.Rows.ChallengeRow);
            if (await tables.CommitAsync(TableNames.Attempts, token.Partition, [RowWrite.Replace(token.Key, json, found.Row.Version)], cancellationToken) is [var version])
            {
                return (taken, found.Row with { Json = json, Version = version });
            }
        }

        return null;
    }

    /// <summary>Ends a challenge, which also uses up its code. One request, and two more for each text recorded in the meantime.</summary>
    /// <param name="token">The challenge.</param>
    /// <param name="read">The challenge as last read.</param>
    /// <param name="succeeded">Whether to reset the attempts for its card number.</param>
    /// <returns>False if another call ended it first.</returns>
    internal async Task<bool> EndAsync(ChallengeToken token, Row read, bool succeeded, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TryLimit; attempt++)
        {
            List<RowWrite> writes = [RowWrite.Delete(token.Key, read.Version)];
            if (succeeded)
            {
                writes.Add(RowWrite.Put(TriesKey, JsonSerializer.Serialize(new TriesRow(0, clock.GetUtcNow()), SignInsJson.Rows.TriesRow)));
            }

            if (await tables.CommitAsync(TableNames.Attempts, token.Partition, writes, cancellationToken) is not null)
            {
                return true;
            }

            if (await FindAsync(token, cancellationToken) is not { } changed)
            {
                return false;
            }

            read = changed.Row;
        }

        return false;
    }
}

/// <summary>The token with which a browser continues a sign-in; it identifies the challenge and cannot be forged.</summary>
/// <param name="Partition">The partition of the challenge.</param>
/// <param name="Secret">The secret that only this browser has.</param>
public sealed record ChallengeToken(string Partition, string Secret)
{
    private const int LongestText = 200;

    /// <summary>The row's key is a hash, so that a reader of the table cannot continue the sign-in.</summary>
    internal string Key => Challenges.Prefix + Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Secret)));

    /// <summary>Reads the text form; null for any other text.</summary>
    public static ChallengeToken? Parse(string? text) =>
        text is { Length: <= LongestText } && text.Split('.') is [var partition, var secret] && IsKey(partition.Replace("|", "", StringComparison.Ordinal)) && IsKey(secret)
            ? new(partition, secret)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}.{Secret}");

    private static bool IsKey(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
