using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Seals;
using SecureDocket.Storage;

namespace SecureDocket.Journals;

/// <summary>Shows auditors a docket's journal and disclosures; every view is itself recorded as a disclosure.</summary>
public sealed class ViewHistory(DocketTable table, DocketStore dockets, Erasures erasures, DisclosureLog disclosures, Openings openings, SealStore seals)
{
    private const int EventsPerRead = 1000;

    /// <summary>Returns a page of the journal, with a check of the whole chain up to the docket's head.</summary>
    public async Task<Result<JournalPage>> JournalAsync(CardholderId id, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, DocketRows.EventPrefix, out var from))
        {
            return Refusals.PageToken;
        }

        if (await ProfileAsync(id, actor, cancellationToken) is not { } profile)
        {
            return await erasures.FindAsync(id, cancellationToken) is { ErasedAt: not null } erasure
                ? new JournalPage(new([], null), await CheckChainAsync(id, erasure.Events, erasure.Head, cancellationToken)) { Erasure = erasure }
                : Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Audit, ["journal"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var check = await CheckChainAsync(id, profile.Sequence, profile.Head, cancellationToken);
        return new JournalPage(await table.EventsAsync(id, from, cancellationToken), check);
    }

    /// <summary>Returns a page of the disclosures with their seals.</summary>
    public async Task<Result<DisclosuresPage>> DisclosuresAsync(CardholderId id, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, DisclosureLog.Prefix, out var from))
        {
            return Refusals.PageToken;
        }

        if (await ProfileAsync(id, actor, cancellationToken) is null)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Audit, ["disclosures"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var found = await disclosures.PageAsync(id, from, cancellationToken);
        return new DisclosuresPage(found, await seals.FindAsync(found.Items.Select(disclosure => disclosure.Seal).OfType<string>(), cancellationToken));
    }

    /// <summary>Checks the chain: every hash, every link to the previous event, no gap, and the profile's head at the end.</summary>
    private async Task<ChainCheck> CheckChainAsync(CardholderId id, long sequence, byte[] head, CancellationToken cancellationToken)
    {
        JournalChain chain = new(id);
        var from = DocketRows.EventPrefix;
        for (var read = 0L; read <= sequence / EventsPerRead; read++)
        {
            var rows = await table.SealedAsync(id, from, RowKey.After(DocketRows.EventPrefix), EventsPerRead, cancellationToken);
            foreach (var row in rows)
            {
                chain.Add(row);
            }

            if (chain.BrokenAt is { } broken)
            {
                return new(false, broken);
            }

            if (rows.Count < EventsPerRead)
            {
                break;
            }

            from = rows[^1].Key + " ";
        }

        // Events committed after the profile was read are fine; only fewer events would be a loss.
        return chain.Sequence < sequence ? new(false, chain.Sequence + 1)
            : chain.Sequence == sequence && !chain.Head.AsSpan().SequenceEqual(head) ? new(false, chain.Sequence)
            : new(true, null);
    }

    private async Task<ProfileRow?> ProfileAsync(CardholderId id, Actor actor, CancellationToken cancellationToken) =>
        await table.FindAsync(id, DocketRows.ProfileKey, DocketsJson.Rows.ProfileRow, cancellationToken) is (_, var profile, _)
        && await dockets.IsOpenToAsync(profile.Cardholder, actor, cancellationToken) ? profile : null;
}

/// <summary>A page of disclosures.</summary>
/// <param name="Disclosures">The disclosures.</param>
/// <param name="Seals">Their seals, by ID.</param>
public sealed record DisclosuresPage(Page<Disclosure> Disclosures, IReadOnlyDictionary<string, Seal> Seals);

/// <summary>A page of a journal and the result of the chain check.</summary>
/// <param name="Events">The events.</param>
/// <param name="Chain">The check of the whole journal, not only of the page.</param>
public sealed record JournalPage(Page<JournalEvent> Events, ChainCheck Chain)
{
    /// <summary>The erasure of the docket, whose events nobody can read any more; null for any other docket.</summary>
    public Erasure? Erasure { get; init; }
}

/// <summary>The result of checking a journal.</summary>
/// <param name="Unbroken">Whether every link is valid and the last is the docket's head.</param>
/// <param name="BrokenAt">The sequence of the first event that does not follow from the one before, so that it or that one was changed; null if unbroken.</param>
public sealed record ChainCheck(bool Unbroken, long? BrokenAt);
