using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Messages;

/// <summary>Messages that could not be acted on, each with the reason, for people to look at. <see cref="DropOldQuarantine"/> forgets them.</summary>
public sealed class Quarantine(ITables tables, TimeProvider clock)
{
    /// <summary>The most characters that are kept of a message.</summary>
    public const int TextLimit = 4096;

    private static readonly InstantPattern s_dayPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern s_timePattern = InstantPattern.CreateWithInvariantCulture("HHmmssfff");

    /// <summary>Puts a message aside. One request.</summary>
    /// <param name="message">The message, whatever it is.</param>
    /// <param name="reason">A stable code.</param>
    public Task AddAsync(string message, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = clock.GetCurrentInstant();
        var row = RowOf(message, reason, now);
        return tables.CommitAsync(
            TableNames.Quarantine,
            s_dayPattern.Format(now),
            [RowWrite.Insert($"{s_timePattern.Format(now)}|{row.Hash}", JsonSerializer.Serialize(row, MessagesJson.Rows.QuarantineRow))],
            cancellationToken);
    }

    /// <summary>A message as it is kept.</summary>
    internal static QuarantineRow RowOf(string message, string reason, Instant now)
    {
        var utf8 = Encoding.UTF8.GetBytes(message);

        // Once through UTF-8, so that half a surrogate pair, which no row can hold, is replaced as it is in the hash.
        var start = Encoding.UTF8.GetString(utf8);
        return new(now, reason, Convert.ToHexStringLower(SHA256.HashData(utf8)), message.Length, start.Length <= TextLimit ? start : start[..TextLimit]);
    }
}

/// <summary>A message that was put aside.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="Hash">SHA-256 of its UTF-8, 64 lower-case hex digits.</param>
/// <param name="Length">Its characters.</param>
/// <param name="Text">Its first <see cref="Quarantine.TextLimit"/> characters. May hold personal data.</param>
internal sealed record QuarantineRow(
    [property: JsonConverter(typeof(InstantConverter))] Instant At, string Reason, string Hash, int Length, string Text);
