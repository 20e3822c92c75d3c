using System.Buffers.Text;
using System.Security.Cryptography;
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

    private readonly RowTable<ChallengeRow> _challenges = new(tables, TableNames.Attempts, SignInsJson.Rows.ChallengeRow);
    private readonly RowTable<TriesRow> _tries = new(tables, TableNames.Attempts, SignInsJson.Rows.TriesRow);

    /// <summary>How long after an attempt the next one may send a text: three at once, then 30 seconds, doubling up to an hour.</summary>
    public static TimeSpan WaitAfter(int tries) => tries < FreeTries
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(Math.Min(s_longestWait.TotalSeconds, s_firstWait.TotalSeconds * Math.Pow(2, Math.Min(tries - FreeTries, 20))));

    /// <summary>The partition of a card number, or of an A-number of nobody with a card.</summary>
    internal string PartitionOf(string number) => $"card|{hash.KeyOf("sign-in", number)}";

    /// <summary>The partition of a person's number changes.</summary>
    internal static string PartitionOf(CardholderId id) => $"number|{id}";

    /// <summary>The keyed hash of a texted code, valid for one challenge only.</summary>
    internal string HashOf(ChallengeToken token, string code) => hash.KeyOf("texted-code", $"{token.Key}\n{code}");

    /// <summary>The keyed hash of the phone that a code was texted to.</summary>
    internal string HashOfPhone(string mobile) => hash.KeyOf("texted-phone", mobile);

    /// <summary>The earlier attempts, null if there were none, and whether the next one must wait before it may send a text. One request.</summary>
    internal async Task<(Stored<TriesRow>? Tries, bool MustWait)> FindTriesAsync(string partition, string triesKey, CancellationToken cancellationToken)
    {
        var tries = await _tries.FindAsync(partition, triesKey, cancellationToken);
        return (tries, tries is { Value: var (count, lastAt) } && clock.GetUtcNow() < lastAt + WaitAfter(count));
    }

    /// <summary>The write that counts an attempt now.</summary>
    internal RowWrite Counting(string triesKey, Stored<TriesRow>? tries) =>
        _tries.Write(triesKey, tries, new((tries?.Value.Count ?? 0) + 1, clock.GetUtcNow()));

    /// <summary>Creates an unpredictable token for a challenge.</summary>
    internal static ChallengeToken NewToken(string partition) => new(partition, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>The write that begins a challenge.</summary>
    internal RowWrite Beginning(ChallengeToken token, ChallengeRow challenge) => _challenges.Insert(token.Key, challenge);

    /// <summary>A challenge that is still waiting; null if there is none or it is no longer waiting. One request.</summary>
    internal async Task<Stored<ChallengeRow>?> FindAsync(ChallengeToken token, CancellationToken cancellationToken) =>
        await _challenges.FindAsync(token.Partition, token.Key, cancellationToken) is { } found && clock.GetUtcNow() < found.Value.At + Lifetime ? found : null;

    /// <summary>Replaces the challenge that was read. One request.</summary>
    /// <returns>False if another write came first.</returns>
    internal async Task<bool> ReplaceAsync(ChallengeToken token, ChallengeRow challenge, Stored<ChallengeRow> read, CancellationToken cancellationToken) =>
        await _challenges.ReplaceAsync(token.Partition, token.Key, challenge, read.Version, cancellationToken) is not null;

    /// <summary>Uses one of a challenge's attempts, before the code is checked: however many are made at once, at most <see cref="TryLimit"/> count.</summary>
    /// <returns>The challenge with the attempt used; null if none is left or there is no such challenge. Two requests.</returns>
    internal async Task<Stored<ChallengeRow>?> TakeTryAsync(ChallengeToken token, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TryLimit; attempt++)
        {
            if (await FindAsync(token, cancellationToken) is not { Value.Tries: < TryLimit } found)
            {
                return null;
            }

            var counted = found.Value with { Tries = found.Value.Tries + 1 };
            if (await _challenges.ReplaceAsync(token.Partition, token.Key, counted, found.Version, cancellationToken) is { } taken)
            {
                return taken;
            }
        }

        return null;
    }

    /// <summary>Ends a challenge, which also uses up its code. One request, and two more for each text recorded in the meantime.</summary>
    /// <param name="token">The challenge.</param>
    /// <param name="read">The challenge as last read.</param>
    /// <param name="succeeded">Whether to reset the attempts for its card number.</param>
    /// <returns>False if another call ended it first.</returns>
    internal async Task<bool> EndAsync(ChallengeToken token, Stored<ChallengeRow> read, bool succeeded, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < TryLimit; attempt++)
        {
            List<RowWrite> writes = [RowWrite.Delete(token.Key, read.Version)];
            if (succeeded)
            {
                writes.Add(_tries.Put(TriesKey, new(0, clock.GetUtcNow())));
            }

            if (await _challenges.CommitAsync(token.Partition, writes, cancellationToken) is not null)
            {
                return true;
            }

            if (await FindAsync(token, cancellationToken) is not { } changed)
            {
                return false;
            }

            read = changed;
        }

        return false;
    }

    /// <summary>
    /// Deletes the challenges begun and the counts last changed before <paramref name="limit"/>. Requests as <see
    /// cref="RowTable{T}.PurgeAsync"/>, once for either.
    /// </summary>
    internal async Task<IReadOnlyList<PurgedRows>> PurgeAsync(DateTimeOffset limit, CancellationToken cancellationToken) =>
    [
        await _challenges.PurgeAsync(Prefix, Prefix + "~", row => row.At < limit, cancellationToken),
        await _tries.PurgeAsync(TriesKey, TriesKey + "~", row => row.LastAt < limit, cancellationToken),
    ];
}

/// <summary>The token with which a browser continues a sign-in; it identifies the challenge and cannot be forged.</summary>
/// <param name="Partition">The partition of the challenge.</param>
/// <param name="Secret">The secret that only this browser has.</param>
public sealed record ChallengeToken(string Partition, string Secret)
{
    /// <summary>The row's key is a hash, so that a reader of the table cannot continue the sign-in.</summary>
    internal string Key => Challenges.Prefix + Base64Url.EncodeToString(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Secret)));
}
