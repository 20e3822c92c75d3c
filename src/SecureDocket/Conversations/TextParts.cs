using NodaTime;
using SecureDocket.Messages;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Joins the parts of one long text, which some carriers deliver as texts of their own, each as long as one message can be.</summary>
/// <remarks>
/// Each part is read when it comes, together with those before it, since nobody knows whether another one follows. What was read of
/// the parts before is then corrected: half a sentence may have sounded like a wish that the whole is not.
/// </remarks>
public sealed class TextParts(Phones phones, KeptParts words)
{
    private const int PartLimit = 10;

    // A message has 160 or 70 units, 153 or 67 with the header of a part; a character that is not split may leave a few unused.
    private const int UnusedUnits = 10;

    private static readonly Duration s_comeTogether = Duration.FromSeconds(10);

    /// <summary>A text together with the parts before it. One request for each of those.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    internal async Task<JoinedText> JoinAsync(InboundSms sms, PhoneState phone, CancellationToken cancellationToken)
    {
        var parts = PartsBefore(sms, phone);
        var before = "";
        foreach (var part in parts)
        {
            before += await words.FindAsync(sms.From, part.Words, cancellationToken);
        }

        return new(before + sms.Text, before, parts);
    }

    /// <summary>Keeps a text that may go on in the next one. No request for a shorter one, otherwise three.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed.</exception>
    internal async Task KeepAsync(InboundSms sms, PhoneState phone, CancellationToken cancellationToken)
    {
        if (IsFull(sms.Text) && phone.Parts?.Any(part => part.MessageId == sms.MessageId) != true)
        {
            var part = new TextPart(sms.At, sms.MessageId, await words.KeepAsync(sms.From, sms.Text, cancellationToken));
            await phones.ChangeAsync(sms.From, present => present with { Parts = [.. PartsBefore(sms, present), part] }, cancellationToken);
        }
    }

    private static List<TextPart> PartsBefore(InboundSms sms, PhoneState phone)
    {
        List<TextPart> parts = [.. (phone.Parts ?? []).TakeWhile(part => part.MessageId != sms.MessageId)];
        return parts is [.., var last] && parts.Count < PartLimit && last.At <= sms.At && last.At > sms.At - s_comeTogether ? parts : [];
    }

    private static bool IsFull(string text) => SmsLength.Of(text) is { Segments: 1 } length
        && length.Units >= (length.Encoding == SmsEncoding.Gsm7 ? 160 : 70) - UnusedUnits;
}

/// <summary>A text with the parts before it.</summary>
/// <param name="Words">All of it.</param>
/// <param name="Before">The parts before; empty if there are none.</param>
/// <param name="Parts">The parts before.</param>
internal sealed record JoinedText(string Words, string Before, IReadOnlyList<TextPart> Parts)
{
    /// <summary>The provider's IDs of the parts before.</summary>
    public IReadOnlyList<string> Ids => [.. Parts.Select(part => part.MessageId)];

    /// <summary>A text that stands alone.</summary>
    public static JoinedText Of(InboundSms sms) => new(sms.Text, "", []);
}
