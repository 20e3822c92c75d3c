using System.Text.Json;
using SecureDocket.Disclosures;
using SecureDocket.Dockets;
using SecureDocket.Seals;
using SecureDocket.Storage;

namespace SecureDocket.Journals;

/// <summary>Shows auditors a docket's journal and disclosures; every look is itself disclosed.</summary>
public sealed class ViewHistory(ITables tables, Openings openings, SealStore seals)
{
    private const int EventsPerRead = 1000;

    /// <summary>Returns a page of the journal, with a check of the whole chain up to the docket's head.</summary>
    public async Task<Result<JournalPage>> JournalAsync(CardholderId id, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, DocketRows.EventPrefix, out var from))
        {
            return Refusals.PageToken;
        }

        if (await ProfileAsync(id, cancellationToken) is not { } profile)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Audit, ["journal"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var check = await CheckChainAsync(id, profile, cancellationToken);
        var rows = await RowsAsync(id, from, DocketRows.EventPrefix, cancellationToken);
        return new JournalPage(ToPage(rows, row => Parse(row)), check);
    }

    /// <summary>Returns a page of the disclosures with their seals.</summary>
    public async Task<Result<DisclosuresPage>> DisclosuresAsync(CardholderId id, string? page, Actor actor, CancellationToken cancellationToken)
    {
        if (!PageToken.TryStart(page, DisclosureLog.Prefix, out var from))
        {
            return Refusals.PageToken;
        }

        if (await ProfileAsync(id, cancellationToken) is null)
        {
            return Refusals.NoSuchCardholder;
        }

        if (await openings.RecordAsync(id, actor, Purpose.Audit, ["disclosures"], cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var rows = await RowsAsync(id, from, DisclosureLog.Prefix, cancellationToken);
        var found = ToPage(rows, DisclosureLog.Parse);
        return new DisclosuresPage(found, await seals.FindAsync(found.Items.Select(disclosure => disclosure.Seal).OfType<string>(), cancellationToken));
    }

    /// <summary>Checks the chain: every hash, every link to the previous event, no gap, and the profile's head at the end.</summary>
    private async Task<ChainCheck> CheckChainAsync(CardholderId id, ProfileRow profile, CancellationToken cancellationToken)
    {
        var previous = new byte[32];
        var sequence = 0L;
        var from = DocketRows.EventPrefix;
        for (var read = 0L; read <= profile.Sequence / EventsPerRead; read++)
        {
            var rows = await tables.RangeAsync(
                TableNames.Dockets, id.ToString(), from, After(DocketRows.EventPrefix), EventsPerRead, cancellationToken);
            foreach (var link in rows.Select(Parse))
            {
                sequence++;
                if (link.Sequence != sequence || !link.Previous.AsSpan().SequenceEqual(previous) || !link.Hash.AsSpan().SequenceEqual(link.ComputeHash()))
                {
                    return new(false, sequence);
                }

                previous = link.Hash;
            }

            if (rows.Count < EventsPerRead)
            {
                break;
            }

            from = rows[^1].Key + " ";
        }

        // Events committed after the profile was read are fine; only fewer events would be a loss.
        var whole = sequence > profile.Sequence || (sequence == profile.Sequence && previous.AsSpan().SequenceEqual(profile.Head));
        return new(whole, whole ? null : sequence + 1);
    }

    private async Task<ProfileRow?> ProfileAsync(CardholderId id, CancellationToken cancellationToken)
    {
        var row = await tables.FindAsync(TableNames.Dockets, new(id.ToString(), DocketRows.ProfileKey), cancellationToken);
        return row is null ? null : JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.ProfileRow);
    }

    private Task<IReadOnlyList<Row>> RowsAsync(CardholderId id, string from, string prefix, CancellationToken cancellationToken) =>
        tables.RangeAsync(TableNames.Dockets, id.ToString(), from, After(prefix), Page<Row>.Size + 1, cancellationToken);

    private static Page<T> ToPage<T>(IReadOnlyList<Row> rows, Func<Row, T> read) => rows.Count > Page<T>.Size
        ? new([.. rows.Take(Page<T>.Size).Select(read)], PageToken.Of(rows[Page<T>.Size - 1].Key))
        : new([.. rows.Select(read)], null);

    private static JournalEvent Parse(Row row) => JsonSerializer.Deserialize(row.Json, DocketsJson.Rows.JournalEvent)!;

    // '}' is the character after '|', which ends every prefix.
    private static string After(string prefix) => prefix[..^1] + "}";
}

/// <summary>A page of disclosures.</summary>
/// <param name="Disclosures">The disclosures.</param>
/// <param name="Seals">Their seals, by ID.</param>
public sealed record DisclosuresPage(Page<Disclosure> Disclosures, IReadOnlyDictionary<string, Seal> Seals);

/// <summary>A page of a journal and the result of the chain check.</summary>
/// <param name="Events">The events.</param>
/// <param name="Chain">The check of the whole journal, not only of the page.</param>
public sealed record JournalPage(Page<JournalEvent> Events, ChainCheck Chain);

/// <summary>The result of checking a journal.</summary>
/// <param name="Unbroken">Whether every link is valid and the last is the docket's head.</param>
/// <param name="BrokenAt">The sequence of the first invalid link; null if unbroken.</param>
public sealed record ChainCheck(bool Unbroken, long? BrokenAt);
