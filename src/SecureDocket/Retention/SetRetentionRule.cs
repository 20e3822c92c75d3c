namespace SecureDocket.Retention;

/// <summary>Sets and deletes the rules of retention. A rule disposes of nothing before two people release a report.</summary>
public sealed class SetRetentionRule(RetentionStore store, TimeProvider clock)
{
    /// <summary>Sets the rule of its class; the same rule again changes nothing, so that a report stays releasable. Two requests.</summary>
    /// <param name="rule">The rule, see <see cref="RetentionRule.Create"/>.</param>
    /// <param name="actor">The administrator.</param>
    /// <param name="cancellationToken">Cancels the request; repeating it is safe.</param>
    public async Task<RetentionRule> PutAsync(RetentionRule rule, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(actor);
        var present = (await store.RulesAsync(cancellationToken)).FirstOrDefault(each => each.Class == rule.Class);
        if (present is not null && present == rule with { SetBy = present.SetBy, SetAt = present.SetAt })
        {
            return present;
        }

        var set = rule with { SetBy = actor.Id, SetAt = clock.GetUtcNow() };
        await store.PutRuleAsync(set, cancellationToken);
        return set;
    }

    /// <summary>Deletes the rule of a class, if there is one. One request.</summary>
    public Task DeleteAsync(RetentionClass @class, CancellationToken cancellationToken) => store.DeleteRuleAsync(@class, cancellationToken);
}
