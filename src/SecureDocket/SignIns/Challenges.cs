using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>The sign-ins that wait for a code, and how often each card number was tried.</summary>
/// <remarks>All of one card number, known or not, are in one partition under its keyed hash: nothing about a row tells whether there is such a card.</remarks>
public sealed class Challenges(ITables tables, KeyedHash hash, TimeProvider clock)
{
    internal const string Prefix = "challenge|";
    internal const string TriesKey = "tries";

    /// <summary>How long a sign-in waits for its code.</summary>
    public static TimeSpan Holds { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How many codes may be tried.</summary>
    public const int TryLimit = 5;

    private const int FreeTries = 3;
    private const int SecretBytes = 24;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromHours(1);

    /// <summary>How long after a try the next one may text: three at once, then 30 seconds that double up to an hour.</summary>
    public static TimeSpan WaitAfter(int tries) => tries < FreeTries
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(s_longestWait.TotalSeconds, s_firstWait.TotalSeconds * Math.Pow(2, Math.Min(tries - FreeTries, 20))));

    /// <summary>The partition of a card number as it was typed.</summary>
    internal string PartitionOf(string typed) => $"card|{hash.KeyOf("sign-in", typed)}";

    /// <summary>The partition of a person's changes of number.</summary>
    internal static string PartitionOf(CardholderId id) => $"number|{id}";

    /// <summary>The keyed hash of a texted code, of use for one challenge alone.</summary>
    internal string HashOf(ChallengeToken token, string code) => hash.KeyOf("texted-code", $"{token.Key}\n{code}");

    /// <summary>The keyed hash of a phone that a code was texted to.</summary>
    internal string HashOfPhone(string mobile) => hash.KeyOf("texted-phone", mobile);

    /// <summary>Whether a try may text now, by those before it. One request.</summary>
    internal async Task<(Row? Row, TriesRow Tries, bool MustWait)> FindTriesAsync(string partition, string triesKey, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Attempts, new(partition, triesKey), cancellationToken);
        var tries = row is null ? new TriesRow(0, default) : JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.TriesRow)!;
        return (row, tries, clock.GetUtcNow() < tries.LastAt + WaitAfter(tries.Count));
    }

    /// <summary>The write that counts a try now.</summary>
    internal RowWrite Counting(string triesKey, Row? row, TriesRow tries)
    {
        var json = JsonSerializer.Serialize(new TriesRow(tries.Count + 1, clock.GetUtcNow()), SignInsJson.Rows.TriesRow);
        return row is null ? RowWrite.Insert(triesKey, json) : RowWrite.Replace(triesKey, json, row.Version);
    }

    /// <summary>A token for a challenge that nobody can foresee.</summary>
    internal static ChallengeToken NewToken(string partition) => new(partition, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>The write that begins a challenge.</summary>
    internal static RowWrite Beginning(ChallengeToken token, ChallengeRow challenge) =>
        RowWrite.Insert(token.Key, JsonSerializer.Serialize(challenge, SignInsJson.Rows.ChallengeRow));

    /// <summary>A challenge that still waits; null when there is none, or not any more. One request.</summary>
    internal async Task<(ChallengeRow Challenge, Row Row)?> FindAsync(ChallengeToken token, CancellationToken cancellationToken)
    {
        if (await tables.FindAsync(TableNames.Attempts, new(token.Partition, token.Key), cancellationToken) is not { } row)
        {
            return null;
        }

        var challenge = JsonSerializer.Deserialize(row.Json, SignInsJson.Rows.ChallengeRow)!;
        return clock.GetUtcNow() < challenge.At + Holds ? (challenge, row) : null;
    }

    /// <summary>Writes a challenge in place of the one that was read. One request.</summary>
    /// <returns>False when another came first.</returns>
    internal async Task<bool> ReplaceAsync(ChallengeToken token, ChallengeRow challenge, Row read, CancellationToken cancellationToken)
    {
        var write = RowWrite.Replace(token.Key, JsonSerializer.Serialize(challenge, SignInsJson.Rows.ChallengeRow), read.Version);
        return await tables.CommitAsync(TableNames.Attempts, token.Partition, [write], cancellationToken) is not null;
    }

    /// <summary>Takes one of a challenge's tries, before the code is looked at: however many are made at once, no more than <see cref="TryLimit"/> count.</summary>
    /// <returns>The challenge with the try taken; null when none is left or there is no such challenge. Two requests.</returns>
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

    /// <summary>Ends a challenge, whose code is used up with it. One request, and two more for each text that is noted meanwhile.</summary>
    /// <param name="token">The challenge.</param>
    /// <param name="read">As it was read last.</param>
    /// <param name="succeeded">Whether the tries of its card number begin anew.</param>
    /// <returns>False when another ended it first.</returns>
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

/// <summary>What a browser shows to go on with a sign-in: names the challenge, and nobody else can make it up.</summary>
/// <param name="Partition">Where the challenge is kept.</param>
/// <param name="Secret">What only this browser has.</param>
public sealed record ChallengeToken(string Partition, string Secret)
{
    private const int LongestText = 200;

    /// <summary>The row's key: a hash, so that whoever reads the table cannot go on with the sign-in.</summary>
    internal string Key => Challenges.Prefix + Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Secret)));

    /// <summary>Reads the text form; null for anything else.</summary>
    public static ChallengeToken? Parse(string? text) =>
        text is { Length: <= LongestText } && text.Split('.') is [var partition, var secret] && IsKey(partition.Replace("|", "", StringComparison.Ordinal)) && IsKey(secret)
            ? new(partition, secret)
            : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}.{Secret}");

    private static bool IsKey(string text) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
