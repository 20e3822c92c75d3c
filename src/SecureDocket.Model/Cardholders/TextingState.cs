using System.Text.Json.Serialization;
using NodaTime;
using SecureDocket.Times;

namespace SecureDocket.Cardholders;

/// <summary>Whether texts reach a person.</summary>
public enum TextingState
{
    /// <summary>A text arrived on this number, as far as the carriers say, or the person answered from it.</summary>
    Reachable,

    /// <summary>No text has arrived on this number yet.</summary>
    Unconfirmed,

    /// <summary>The person wants no texts.</summary>
    OptedOut,

    /// <summary>The carrier refuses our texts, because it was sent a keyword; only a keyword lifts this.</summary>
    CarrierBlocked,

    /// <summary>The number reaches no one, or someone else; see <see cref="PhoneFault"/>.</summary>
    Unreachable,
}

/// <summary>The person's phone gets no texts. The phone's own state decides what is sent; this is what is shown of it.</summary>
/// <param name="At">When that was recorded.</param>
/// <param name="IsBlocked">Whether the carrier refuses our texts, so that only <see cref="RestartWord"/> to our number lifts it.</param>
public sealed record TextsOff([property: JsonConverter(typeof(InstantConverter))] Instant At, bool IsBlocked)
{
    /// <summary>The word that switches texts on again.</summary>
    public const string RestartWord = "START";
}
