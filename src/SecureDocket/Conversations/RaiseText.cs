using NodaTime;
using SecureDocket.Dockets;
using SecureDocket.Inbox;
using SecureDocket.Places;
using SecureDocket.Texts;

namespace SecureDocket.Conversations;

/// <summary>Raises an inbox item for a text that people have to read, and tells the person that somebody will.</summary>
public sealed class RaiseText(InboxItems inbox, OfficeStore offices)
{
    /// <summary>The number of texts of a person a day that are kept for people, besides those of somebody in need.</summary>
    internal const int DayLimit = 5;

    /// <summary>Keeps a text of somebody in need, or about a lost card. The reply tells them what to do at once. No request for others.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the text must be processed again.</exception>
    internal async Task RaiseUrgentAsync(HeardText text, Docket docket, CancellationToken cancellationToken)
    {
        if (text.Said.Intent is InboundIntent.Distress or InboundIntent.Loss)
        {
            await RaiseAsync(text, docket, text.Said.Intent == InboundIntent.Loss ? InboxKind.Loss : InboxKind.Distress, cancellationToken);
        }
    }

    /// <summary>The effect of a text, with a reply that says who reads it where only a person can. No request for other texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="exchange">What it may be about.</param>
    /// <param name="effect">The effect without people.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="DependencyUnavailableException">The storage failed; the text must be processed again.</exception>
    internal async Task<Effect> RaiseAsync(HeardText text, Exchange exchange, Effect effect, Instant now, CancellationToken cancellationToken)
    {
        if (KindOf(text.Said, effect.Reply?.Key) is not { } kind || Replies.RaisedIn(exchange.Docket, now) >= DayLimit)
        {
            return effect;
        }

        var id = await RaiseAsync(text, exchange.Docket, kind, cancellationToken);
        if (text.Said.Intent == InboundIntent.Help)
        {
            return effect with { Reply = new(TextKey.HelpWillBeRead, Raised: id) };
        }

        if (text.Said.Intent != InboundIntent.Digit && exchange.State.Awaiting is not Awaiting.Nothing)
        {
            return effect with { Reply = new(TextKey.WillBeReadAsks, Raised: id) };
        }

        var office = OfficeOf(exchange.Docket, now) is { } officeId ? await offices.FindAsync(officeId, cancellationToken) : null;
        return effect with { Reply = office?.OpensAt(now) is { } opens && opens > now ? new(TextKey.WillBeReadFrom, At(opens, office), Raised: id) : new(TextKey.WillBeRead, Raised: id) };
    }

    /// <summary>Gives the item that an earlier part of a long text raised all of the words, while it waits. No request for a text in one part, otherwise up to four.</summary>
    /// <exception cref="DependencyUnavailableException">The storage failed; the text must be processed again.</exception>
    internal async Task ContinueAsync(JoinedText text, CancellationToken cancellationToken)
    {
        foreach (var part in text.Parts.Take(1))
        {
            await inbox.ContinueAsync(part.MessageId, part.At, text.Words, cancellationToken);
        }
    }

    // A digit that stands for nothing asked, a yes or a no need nobody.
    private static InboxKind? KindOf(InboundText said, TextKey? reply) => (reply, said) switch
    {
        (TextKey.Help, { Intent: InboundIntent.Help } or { Digit: 3 }) => InboxKind.Help,
        (TextKey.Unclear, { Intent: InboundIntent.Unclear or InboundIntent.Move }) => InboxKind.Unclear,
        _ => null,
    };

    private Task<string> RaiseAsync(HeardText text, Docket docket, InboxKind kind, CancellationToken cancellationToken)
    {
        var person = docket.Cardholder;
        var item = new InboxItem(person.Id, kind, text.ReceivedAt, person.Details.Language, text.Words) { Office = OfficeOf(docket, text.ReceivedAt) };
        return inbox.RaiseAsync(text.MessageId, item, cancellationToken);
    }

    private static string? OfficeOf(Docket docket, Instant now) => (docket.NextCheckIn(now) ?? (docket.CheckIns is [.., var latest] ? latest : null))?.OfficeId;

    private static TextedDate At(Instant opens, Office office)
    {
        var start = opens.InZone(DateTimeZoneProviders.Tzdb[office.TimeZone]).LocalDateTime;
        return new(TextSubject.None, start, office.TimeZone, opens);
    }
}

/// <summary>A person's text as it was read.</summary>
/// <param name="MessageId">The provider's ID.</param>
/// <param name="ReceivedAt">When the provider says that it received the text; the same whenever its event comes.</param>
/// <param name="Said">The meaning.</param>
/// <param name="Words">The words, with those of the parts before.</param>
internal sealed record HeardText(string MessageId, Instant ReceivedAt, InboundText Said, string Words);
