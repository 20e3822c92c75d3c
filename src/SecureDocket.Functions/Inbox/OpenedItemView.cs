using NodaTime;
using SecureDocket.Conversations;
using SecureDocket.Times;

namespace SecureDocket.Functions.Inbox;

/// <summary>An item with what the person wrote and what became of it.</summary>
public sealed record OpenedItemView
{
    /// <summary>The item.</summary>
    public required InboxItemView Item { get; init; }

    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>The tier of the person's texts: neutral, codeWord or detailed.</summary>
    public required string MessageTier { get; init; }

    /// <summary>Whether texts reach the person; absent without a number.</summary>
    public string? Texting { get; init; }

    /// <summary>The local start of the next hearing.</summary>
    public string? NextHearing { get; init; }

    /// <summary>The local start of the next check-in.</summary>
    public string? NextCheckIn { get; init; }

    /// <summary>What the person wrote; absent once the words are deleted.</summary>
    public string? Words { get; init; }

    /// <summary>The answer as it was sent.</summary>
    public string? Answer { get; init; }

    /// <summary>The state of the answer's text message, as of a reminder.</summary>
    public string? AnswerState { get; init; }

    /// <summary>The note with which the item was closed.</summary>
    public string? Note { get; init; }

    /// <summary>The answers that may be given as they are; empty once the item is done.</summary>
    public required IReadOnlyList<AnswerTemplateView> Templates { get; init; }

    internal static OpenedItemView Of(OpenedItem opened, Actor actor, DateTimeOffset now)
    {
        var (docket, at) = (opened.Docket, Instant.FromDateTimeOffset(now));
        return new()
        {
            Item = InboxItemView.Of(opened.Listed, actor, now),
            Name = docket.Cardholder.Details.LatinName ?? docket.Cardholder.Details.Name,
            MessageTier = Names.Of(docket.Cardholder.Details.MessageTier),
            Texting = docket.Texting is { } texting ? Names.Kebab(texting) : null,
            NextHearing = docket.NextHearing(at) is { } hearing ? LocalMinute.Format(hearing.Start) : null,
            NextCheckIn = docket.NextCheckIn(at) is { } checkIn ? LocalMinute.Format(checkIn.Start) : null,
            Words = opened.Words,
            Answer = opened.Answer,
            AnswerState = opened.Delivery is { } answer ? Names.Of(answer.State) : null,
            Note = opened.Note,
            Templates = [.. opened.Templates.Select(each => new AnswerTemplateView(Names.Kebab(each.Key), each.Answer.Text, each.Answer.Length.Segments))],
        };
    }
}

/// <summary>An answer that may be given as it is.</summary>
/// <param name="Template">Its name.</param>
/// <param name="Text">The text in the person's language.</param>
/// <param name="Segments">The number of messages that it is sent as.</param>
public sealed record AnswerTemplateView(string Template, string Text, int Segments);
