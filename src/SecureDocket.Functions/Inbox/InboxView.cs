using SecureDocket.Inbox;

namespace SecureDocket.Functions.Inbox;

/// <summary>A page of the inbox.</summary>
/// <param name="Items">The items, oldest first.</param>
/// <param name="Next">The token for the next page.</param>
public sealed record InboxView(IReadOnlyList<InboxItemView> Items, string? Next);

/// <summary>An item of the inbox. Identifies no person by name, and has no words.</summary>
public sealed record InboxItemView
{
    /// <summary>Its ID.</summary>
    public required string ItemId { get; init; }

    /// <summary>Why it was raised: distress, loss, help, unclear or call.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether somebody is in need or a card is lost.</summary>
    public required bool Urgent { get; init; }

    /// <summary>Its state: new, assigned, answered or closed.</summary>
    public required string State { get; init; }

    /// <summary>The office; absent for an item of every office.</summary>
    public string? OfficeId { get; init; }

    /// <summary>The person's language.</summary>
    public required string Language { get; init; }

    /// <summary>When the text was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The minutes since then.</summary>
    public required long AgeMinutes { get; init; }

    /// <summary>Who has it, as an opaque ID; absent while nobody does.</summary>
    public string? Holder { get; init; }

    /// <summary>Whether the caller has it.</summary>
    public required bool Mine { get; init; }

    /// <summary>The docket.</summary>
    public required string CardholderId { get; init; }

    internal static InboxItemView Of(ListedItem listed, Actor actor, DateTimeOffset now)
    {
        var item = listed.Item;
        var receivedAt = item.At.ToDateTimeOffset();
        return new()
        {
            ItemId = listed.Id,
            Kind = Names.Of(item.Kind),
            Urgent = item.IsUrgent,
            State = Names.Of(item.State ?? InboxState.New),
            OfficeId = item.Office,
            Language = item.Language,
            ReceivedAt = receivedAt,
            AgeMinutes = Math.Max(0, (long)(now - receivedAt).TotalMinutes),
            Holder = item.Holder?.Id,
            Mine = item.Holder?.Id == actor.Id,
            CardholderId = item.Cardholder.ToString(),
        };
    }
}
