namespace SecureDocket.Inbox;

/// <summary>Gives an item of the inbox to the officer who asks for it.</summary>
public sealed class AssignItem(InboxItems items, TimeProvider clock)
{
    /// <summary>Assigns it; retries have no further effect. Three requests.</summary>
    /// <param name="itemId">The item.</param>
    /// <param name="takeOver">Whether it is taken from the officer who has it.</param>
    /// <param name="actor">The officer.</param>
    /// <param name="cancellationToken">Cancels the request; a retry resumes it.</param>
    public async Task<Result<ListedItem>> ExecuteAsync(string itemId, bool takeOver, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        for (var attempt = 0; attempt < InboxItems.AttemptLimit; attempt++)
        {
            if (await items.FindAsync(itemId, cancellationToken) is not { } stored)
            {
                return InboxRefusals.NoSuchItem;
            }

            var item = stored.Value;
            if (item.IsDone)
            {
                return InboxRefusals.Done;
            }

            if (item.Holder?.Id == actor.Id)
            {
                return new ListedItem(itemId, item);
            }

            if (item.Holder is not null && !takeOver)
            {
                return InboxRefusals.Taken;
            }

            var assigned = item with { State = InboxState.Assigned, Holder = actor, ChangedAt = clock.GetCurrentInstant() };
            if (await items.ReplaceAsync(stored, assigned, cancellationToken) is not null)
            {
                return new ListedItem(itemId, assigned);
            }
        }

        throw new DependencyUnavailableException("contention");
    }
}
