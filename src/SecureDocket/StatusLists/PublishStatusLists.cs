using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Publishes changes: first the status lists, then the verifier pack that contains them all.</summary>
/// <remarks>
/// Hints only say where to look; the dockets are authoritative. A hint is deleted once its change was published in both
/// places, so the next run makes up for one that dies anywhere. Concurrent runs cannot undo each other, since each only replaces
/// what it has read.
/// </remarks>
public sealed class PublishStatusLists(
    StatusChanges changes, StatusListStore store, CardStates states, DocketStore dockets, KeyRing keys, EndorseKeys endorse, ISigningKeys signer, CardOptions options, TimeProvider clock)
{
    /// <summary>How long after its publication a reader should check for a newer list: the claim <c>ttl</c>.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);

    /// <summary>After this time a list is signed again even without changes, so that its age shows that the issuer is alive.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(10);

    /// <summary>How long a list is valid: the claim <c>exp</c>.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromDays(3);

    // Twice the time limit of a function: a change announced earlier has been made or never will be.
    private static readonly TimeSpan s_mayStillHappen = TimeSpan.FromMinutes(10);

    private const int ReadsAtOnce = 16;

    // Hints to dockets that could not be read. They alone make no list due, or it would be signed every minute; they are followed whenever it is.
    private readonly ConcurrentDictionary<string, bool> _unread = new(StringComparer.Ordinal);

    /// <summary>Publishes the lists. An idle run costs one read of a table and one of a blob, whatever the population.</summary>
    /// <returns>The published lists.</returns>
    /// <exception cref="DependencyUnavailableException">Storage or vault did not respond; the next run continues.</exception>
    public async Task<IReadOnlyList<string>> ExecuteAsync(CancellationToken cancellationToken)
    {
        using var activity = Telemetry.Begin(TracedUse.PublishStatusLists);
        var pending = await changes.PendingAsync(cancellationToken);
        var stored = await store.FindPackAsync(cancellationToken);
        var failure = await EndorseAsync(cancellationToken);
        IReadOnlyList<string> published = Look(stored, pending, await keys.PublishedAsync(cancellationToken)).IsDue
            ? await PublishAsync(stored, pending, cancellationToken)
            : [];
        failure?.Throw();
        return published;
    }

    /// <summary>Has new keys endorsed. If a card key cannot be, revocations are published all the same.</summary>
    /// <returns>The failure; null on success.</returns>
    private async Task<ExceptionDispatchInfo?> EndorseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await endorse.ExecuteAsync(cancellationToken);
            return null;
        }
        catch (DependencyUnavailableException failure)
        {
            return ExceptionDispatchInfo.Capture(failure);
        }
    }

    private async Task<IReadOnlyList<string>> PublishAsync(Blob? stored, ILookup<string, StatusHint> pending, CancellationToken cancellationToken)
    {

        // The trust is read again, after the pack to replace, so that no withdrawal in it is undone; and only once, since a pack must not
        // contain lists that its own keys reject.
        var believed = await keys.PublishedNowAsync(cancellationToken);
        var (pack, now, lists, _) = Look(stored, pending, believed);
        var signer = believed.SignerAt(now) ?? throw new DependencyUnavailableException("keys");
        List<DueList> due = [];
        foreach (var list in lists)
        {
            // All lists are read before any docket: a list built from the dockets must be newer than the one it replaces.
            due.Add(new(list, pack?.TokenAt(options.StatusListUri(list))?.Token, await store.FindAsync(list, cancellationToken)));
        }

        Dictionary<string, ReadOnlyMemory<byte>> tokens = new(StringComparer.Ordinal);
        List<string> published = [];
        var run = new Run(now, new Trust(options.Issuer, believed.Keys), signer, due);
        foreach (var list in due)
        {
            if (await PublishAsync(list, [.. pending[list.Name]], run, cancellationToken) is not { } token)
            {
                // Another run is publishing; the hints remain.
                return published;
            }

            tokens.Add(list.Name, token);
            published.Add(list.Name);
        }

        var next = new VerifierPack(
            options.Issuer,
            now,
            // The version follows the clock, so that even after a lost pack the next one has a higher number.
            Math.Max(now.ToUnixTimeSeconds(), (pack?.Version ?? 0) + 1),
            believed.Keys,
            [.. believed.Chain.Links.Select(link => link.Word)],
            [.. options.StatusLists.Select(list => tokens.TryGetValue(list, out var token) ? token : pack!.TokenAt(options.StatusListUri(list))!.Value.Bytes)],
            options.MaximumStatusAges);
        if (await store.ReplacePackAsync(await SealAsync(next, run.Key, cancellationToken), stored?.Version, cancellationToken))
        {
            await changes.DropAsync(run.Followed, cancellationToken);
        }

        return published;
    }

    /// <summary>Determines what must be published.</summary>
    private Outlook Look(Blob? stored, ILookup<string, StatusHint> pending, PublishedKeys believed)
    {
        var pack = stored is null ? null : VerifierPack.ReadOwn(stored.Content.Span, new Trust(options.Issuer, believed.Keys));

        // Clocks differ between instances; published times never go back.
        var second = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var now = second < pack?.IssuedAt ? pack.IssuedAt : second;
        var byVerifiers = new Trust(options.Issuer, [.. believed.Keys.Where(key => believed.Chain.Reached.Contains(key.Thumbprint))]);
        List<string> due =
        [
            .. options.StatusLists.Where(list =>
                pending[list].Any(hint => !_unread.ContainsKey(hint.Key))
                || pack?.TokenAt(options.StatusListUri(list)) is not { } known
                || now - known.Token.IssuedAt >= RefreshAfter
                // A verifier accepts a pack with all its lists or not at all.
                || (believed.IsBelieved(believed.SignerAt(now)) && StatusListToken.ReadOwn(known.Bytes.Span, byVerifiers, known.Token.Uri) is null)),
        ];
        return new(pack, now, due, due.Count > 0 || pack is null || !SaysTheSame(pack, believed));
    }

    private static bool SaysTheSame(VerifierPack pack, PublishedKeys believed) =>
        pack.Keys.Select(Said).SequenceEqual(believed.Keys.Select(Said))
        && pack.Chain.Count == believed.Chain.Links.Count
        && pack.Chain.Zip(believed.Chain.Links).All(links => links.First.Span.SequenceEqual(links.Second.Word.Span));

    // In whole seconds, as in a pack.
    private static (string, long?, long?, long?) Said(VerificationKey key) =>
        (key.Thumbprint, key.SignsFrom?.ToUnixTimeSeconds(), key.SignsUntil?.ToUnixTimeSeconds(), key.WithdrawnAt?.ToUnixTimeSeconds());

    /// <summary>Publishes one list; null if another run did so in the meantime.</summary>
    private async Task<byte[]?> PublishAsync(DueList list, IReadOnlyList<StatusHint> hints, Run run, CancellationToken cancellationToken)
    {
        var uri = options.StatusListUri(list.Name);

        // Only a list that we signed last is updated; a list that was lost, tampered with or reverted is rebuilt from the dockets.
        var stored = StoredOf(list, run);
        var carried = hints.All(hint => hint.Row.Card is not null) ? stored : null;
        var entries = carried is null || carried.IssuedAt < list.InPack?.IssuedAt
            ? await RebuildAsync(list, run, cancellationToken)
            : carried.List;
        foreach (var (hint, card) in await FollowAsync(hints, cancellationToken))
        {
            if (card is not null)
            {
                entries[card.StatusIndex] = (int)card.State;
            }

            // A hint without an operation requests a rebuild, which has just been done.
            if (hint.Row.Operation is not { } operation || card?.StatusChanges.Contains(operation) == true || run.Now - hint.Row.At > s_mayStillHappen)
            {
                run.Followed.Add(hint);
            }
        }

        var token = new StatusListToken(uri, run.Now, run.Now + HoldsFor, TimeToLive, entries);
        var compressed = entries.Compress();
        var payload = token.EncodePayload(compressed);
        var input = StatusListJwt.SigningInput(run.Key.Public.Id, token, compressed);
        var cwtSignature = await SignAsync(run.Key, StatusListToken.ToBeSigned(run.Key.Public.Id, payload), cancellationToken);
        var jwtSignature = await SignAsync(run.Key, Encoding.ASCII.GetBytes(input), cancellationToken);
        var cwt = StatusListToken.Seal(run.Key.Public.Id, payload, cwtSignature);
        var both = new PublishedList(cwt, StatusListJwt.Seal(input, jwtSignature), list.Before?.Version);
        return await store.ReplaceAsync(list.Name, both, cancellationToken) ? cwt : null;
    }

    /// <summary>The list as the dockets give it; of cards that cannot be read, what was published last.</summary>
    /// <exception cref="DependencyUnavailableException">A card cannot be read, and no list of before can be trusted: nothing is published that might make it valid.</exception>
    private async Task<StatusList> RebuildAsync(DueList list, Run run, CancellationToken cancellationToken)
    {
        if (run.Truth is not { } truth)
        {
            var lists = run.Due.Select(each => (each.Name, Last: LastOf(each, run))).Where(each => each.Last is not null);
            run.Truth = truth = await states.ReadAllAsync(lists.ToDictionary(each => each.Name, each => each.Last!, StringComparer.Ordinal), cancellationToken);
        }

        var last = LastOf(list, run);
        return truth.Unreadable > 0 && last is null ? throw new DependencyUnavailableException("record") : truth.Expected(list.Name, last);
    }

    private StatusListToken? StoredOf(DueList list, Run run) =>
        list.Before is null ? null : StatusListToken.ReadOwn(list.Before.Cwt.Span, run.Trust, options.StatusListUri(list.Name));

    // The newer one of the list that is stored and the pack's copy.
    private StatusList? LastOf(DueList list, Run run)
    {
        var stored = StoredOf(list, run);
        return (stored?.IssuedAt < list.InPack?.IssuedAt ? list.InPack : stored ?? list.InPack)?.List;
    }

    /// <summary>The current cards of the hints; null for one that does not exist. A hint to a docket that cannot be read is left for later.</summary>
    private async Task<IReadOnlyList<(StatusHint Hint, Card? Card)>> FollowAsync(IReadOnlyList<StatusHint> hints, CancellationToken cancellationToken)
    {
        var cards = new (StatusHint Hint, Card? Card)?[hints.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, hints.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) =>
            {
                try
                {
                    cards[i] = (hints[i], hints[i].Row is { CardholderId: { } id, Card: { } number } ? await FindAsync(id, number, ending) : null);
                    _unread.TryRemove(hints[i].Key, out _);
                }
                catch (DependencyUnavailableException failure) when (failure.IsOfSomeDockets)
                {
                    // Everybody else's cards are published.
                    _unread[hints[i].Key] = true;
                }
            });
        return [.. cards.OfType<(StatusHint, Card?)>()];
    }

    // From the whole docket, so that a card put back as it was earlier is not published.
    private async Task<Card?> FindAsync(CardholderId id, CardNumber number, CancellationToken cancellationToken) =>
        (await dockets.LoadAsync(id, cancellationToken))?.Cards.FirstOrDefault(card => card.Number == number);

    private async Task<byte[]> SealAsync(VerifierPack pack, SigningKey key, CancellationToken cancellationToken)
    {
        var payload = pack.EncodePayload();
        var signature = await SignAsync(key, VerifierPack.ToBeSigned(key.Public.Id, payload), cancellationToken);
        return VerifierPack.Seal(key.Public.Id, payload, signature);
    }

    private Task<byte[]> SignAsync(SigningKey key, byte[] toBeSigned, CancellationToken cancellationToken) =>
        signer.SignAsync(key.Version, SHA256.HashData(toBeSigned), cancellationToken);

    /// <summary>
    /// What must be published: the current pack, null if it is not trusted any more; the time of publication; the lists that are due; and
    /// whether anything is due.
    /// </summary>
    private sealed record Outlook(VerifierPack? Pack, DateTimeOffset Now, IReadOnlyList<string> Lists, bool IsDue);

    /// <summary>A list that is due: the pack's copy, and the current list.</summary>
    private sealed record DueList(string Name, StatusListToken? InPack, PublishedList? Before);

    /// <summary>The state of one run.</summary>
    private sealed record Run(DateTimeOffset Now, Trust Trust, SigningKey Key, IReadOnlyList<DueList> Due)
    {
        public List<StatusHint> Followed { get; } = [];

        /// <summary>
        /// All lists built from the dockets, once a list had to be rebuilt. They are read after the hints and after every list that is due,
        /// so that nothing newer is overwritten.
        /// </summary>
        public RecordedStates? Truth { get; set; }
    }
}
