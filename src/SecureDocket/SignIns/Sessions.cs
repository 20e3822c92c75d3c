using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Storage;

namespace SecureDocket.SignIns;

/// <summary>Stores the portal's sessions on the server, so that a session ended here is over whatever a browser still holds.</summary>
/// <remarks>
/// The browser's cookie identifies the session, proves it by a secret of 192 bits of which only the hash is stored, and holds the
/// time of last use under a keyed hash, so that the idle timeout of fifteen minutes needs no write per page. NIST SP 800-63B-4, section 5.
/// </remarks>
public sealed class Sessions(ITables tables, KeyedHash hash, TimeProvider clock)
{
    internal const string Prefix = "session|";
    private const int SecretBytes = 24;
    private const int ListLimit = 500;

    private readonly RowTable<SessionRow> _sessions = new(tables, TableNames.SignIns, SignInsJson.Rows.SessionRow);

    /// <summary>How long a session lasts without use.</summary>
    public static TimeSpan IdleTimeout { get; } = TimeSpan.FromMinutes(15);

    /// <summary>The maximum duration of a session.</summary>
    public static TimeSpan MaxLifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>Opens a session. One request.</summary>
    /// <param name="id">The cardholder.</param>
    /// <param name="cardNumber">The card that signed in.</param>
    /// <param name="device">The kind of device in one word.</param>
    /// <param name="isByPaperCode">Whether an officer gave the code.</param>
    internal async Task<SessionToken> OpenAsync(CardholderId id, string cardNumber, string device, bool isByPaperCode, CancellationToken cancellationToken)
    {
        var token = new SessionToken(id, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));
        var row = new SessionRow(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), cardNumber, clock.GetUtcNow(), device) { IsByPaperCode = isByPaperCode };
        await _sessions.InsertAsync(id.ToString(), token.Key, row, cancellationToken);
        return token;
    }

    /// <summary>The cookie of a session that is used now.</summary>
    public string CookieOf(SessionToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var used = string.Create(CultureInfo.InvariantCulture, $"{token.CardholderId}.{token.Secret}.{clock.GetUtcNow().ToUnixTimeSeconds()}");
        return $"{used}.{hash.KeyOf("session-used", used)}";
    }

    /// <summary>
    /// The session of a cookie; null if the cookie is invalid, or the session was idle too long, is too old or has ended. At most one
    /// request.
    /// </summary>
    public async Task<Session?> FindAsync(string? cookie, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Parse(cookie) is not { } parsed || now >= parsed.Used + IdleTimeout
            || await _sessions.FindAsync(parsed.Token.CardholderId.ToString(), parsed.Token.Key, cancellationToken) is not { Value: var session })
        {
            return null;
        }

        return now < session.StartedAt + MaxLifetime ? session.Shown(parsed.Token) : null;
    }

    /// <summary>A person's sessions that have not ended, newest first; idle ones may be included. One request.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(CardholderId id, CancellationToken cancellationToken) =>
    [
        .. (await RowsAsync(id, cancellationToken))
            .Where(row => clock.GetUtcNow() < row.Value.StartedAt + MaxLifetime)
            .OrderByDescending(row => row.Value.StartedAt)
            .Select(row => row.Value.Shown(null)),
    ];

    /// <summary>Ends a session. One request.</summary>
    public Task EndAsync(SessionToken token, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _sessions.DeleteAsync(token.CardholderId.ToString(), token.Key, version: null, cancellationToken);
    }

    /// <summary>Ends the person's sessions that <paramref name="which"/> selects; all if null, even those that cannot be read.</summary>
    public async Task EndAllAsync(CardholderId id, CancellationToken cancellationToken, Func<Session, bool>? which = null)
    {
        var keys = which is null
            ? await _sessions.KeysAsync(id.ToString(), Prefix, Prefix + "~", ListLimit, cancellationToken)
            : [.. (await RowsAsync(id, cancellationToken)).Where(row => which(row.Value.Shown(null))).Select(row => row.Key)];
        foreach (var key in keys)
        {
            await _sessions.DeleteAsync(id.ToString(), key, version: null, cancellationToken);
        }
    }

    /// <summary>Deletes the sessions begun before <paramref name="limit"/>. Requests as <see cref="RowTable{T}.PurgeAsync"/>.</summary>
    internal Task<PurgedRows> PurgeAsync(DateTimeOffset limit, CancellationToken cancellationToken) =>
        _sessions.PurgeAsync(Prefix, Prefix + "~", row => row.StartedAt < limit, cancellationToken);

    private Task<IReadOnlyList<Stored<SessionRow>>> RowsAsync(CardholderId id, CancellationToken cancellationToken) =>
        _sessions.RangeAsync(id.ToString(), Prefix, Prefix + "~", ListLimit, cancellationToken);

    private (SessionToken Token, DateTimeOffset Used)? Parse(string? cookie)
    {
        if (cookie is not { Length: <= 200 } || cookie.Split('.') is not [var id, var secret, var used, var proof]
            || !CardholderId.TryParse(id, out var cardholderId) || !Base64Url.IsValid(secret) || secret.Length != 32
            || !long.TryParse(used, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return null;
        }

        var expected = hash.KeyOf("session-used", cookie[..^(proof.Length + 1)]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(proof))
            ? (new(cardholderId, secret), DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;
    }
}

/// <summary>The proof of a session.</summary>
/// <param name="CardholderId">The cardholder.</param>
/// <param name="Secret">The secret that only the browser has.</param>
public sealed record SessionToken(CardholderId CardholderId, string Secret)
{
    /// <summary>The row's key is a hash, so that a reader of the table cannot use the session.</summary>
    internal string Key => Sessions.Prefix + Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Secret)));
}

/// <summary>A session.</summary>
/// <param name="Token">The proof; null in a list.</param>
/// <param name="Id">The session's ID among those of the person; not secret.</param>
/// <param name="CardNumber">The card that signed in.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Device">The kind of device in one word.</param>
/// <param name="IsByPaperCode">Whether it was opened with a code from an officer.</param>
public sealed record Session(SessionToken? Token, string Id, string CardNumber, DateTimeOffset StartedAt, string Device, bool IsByPaperCode);
