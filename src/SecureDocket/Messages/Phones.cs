using System.Text.Json;
using SecureDocket.Storage;

namespace SecureDocket.Messages;

/// <summary>What is known of phones, whoever's they are and whichever number they are texted from.</summary>
public sealed class Phones(ITables tables, KeyedHash hash)
{
    private const string StateKey = "state";

    /// <summary>What is known of a phone. One request.</summary>
    /// <param name="mobile">E.164.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PhoneState> FindAsync(string mobile, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Phones, new(hash.KeyOf("mobile", mobile), StateKey), cancellationToken);
        return row is null ? new PhoneState() : JsonSerializer.Deserialize(row.Json, StorageJson.Default.PhoneState)!;
    }
}

/// <summary>What is known of a phone.</summary>
public sealed record PhoneState
{
    /// <summary>Set while nothing may be sent to it.</summary>
    public OptOut? OptOut { get; init; }
}

/// <summary>That nothing may be sent to a phone.</summary>
/// <param name="At">Since when.</param>
/// <param name="Evidence">The provider's id of the text that said so, or <c>carrier-4007</c>.</param>
public sealed record OptOut(DateTimeOffset At, string Evidence);
