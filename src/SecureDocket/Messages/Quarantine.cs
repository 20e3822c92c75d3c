using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using SecureDocket.Storage;
using SecureDocket.Times;

namespace SecureDocket.Messages;

/// <summary>Stores messages that could not be processed, each with the reason, for people to review. <see cref="PurgeQuarantine"/> deletes them.</summary>
public sealed class Quarantine(ITables tables, TimeProvider clock)
{
    /// <summary>The maximum number of characters stored of a message.</summary>
    public const int TextLimit = 4096;

    private static readonly InstantPattern s_dayPattern = InstantPattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly InstantPattern s_timePattern = InstantPattern.CreateWithInvariantCulture("HHmmssfff");

    private readonly RowTable<QuarantineRow> _quarantine = new(tables, TableNames.Quarantine, MessagesJson.Rows.QuarantineRow);

    /// <summary>Quarantines a message. One request.</summary>
    /// <param name="message">The message; any content.</param>
    /// <param name="reason">A stable code.</param>
    public Task AddAsync(string message, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var now = clock.GetCurrentInstant();
        var row = RowOf(message, reason, now);
        return _quarantine.InsertAsync(s_dayPattern.Format(now), $"{s_timePattern.Format(now)}|{row.Hash}", row, cancellationToken);
    }

    /// <summary>A message in the form that is stored.</summary>
    internal static QuarantineRow RowOf(string message, string reason, Instant now)
    {
        var utf8 = Encoding.UTF8.GetBytes(message);

        // The text goes through UTF-8 once, so that half a surrogate pair, which no row can hold, is replaced as in the hash.
        var start = Encoding.UTF8.GetString(utf8);
        return new(now, reason, Convert.ToHexStringLower(SHA256.HashData(utf8)), message.Length, start.Length <= TextLimit ? start : start[..TextLimit]);
    }
}

/// <summary>A quarantined message.</summary>
/// <param name="At">When it was quarantined.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Hash">SHA-256 of its UTF-8, 64 lower-case hex digits.</param>
/// <param name="Length">Its length in characters.</param>
/// <param name="Text">Its first <see cref="Quarantine.TextLimit"/> characters. They may contain personal data.</param>
internal sealed record QuarantineRow(
    [property: JsonConverter(typeof(InstantConverter))] Instant At, string Reason, string Hash, int Length, string Text);
