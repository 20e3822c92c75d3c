using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using SecureDocket.Cards;
using SecureDocket.Credentials;
using SecureDocket.Dockets;
using SecureDocket.Signing;
using SecureDocket.Storage;

namespace SecureDocket.StatusLists;

/// <summary>Publishes what has changed: status lists first, then the verifier pack that holds them all.</summary>
/// <remarks>
/// Hints only say where to look; the dockets say what is so. A hint goes when what it announced has been published in both
/// places, so a run that dies anywhere is made good by the next. Two runs at once cannot undo each other: each replaces only
/// what it has read.
/// </remarks>
public sealed class PublishStatusLists(
    StatusChanges changes, StatusListStore store, CardStates states, DocketStore dockets, KeyRing keys, EndorseKeys endorse, ISigningKeys signer, CardOptions options, TimeProvider clock)
{
    /// <summary>How long after its publication a reader should look for a newer list: claim <c>ttl</c>.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);

    /// <summary>After which time a list is signed anew though nothing has changed, so that its age says that the issuer is alive.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(10);

    /// <summary>How long a list holds at all: claim <c>exp</c>.</summary>
    public static readonly TimeSpan HoldsFor = TimeSpan.FromDays(3);

    // Twice as long as a function may run: a change announced earlier has happened or never will.
    private static readonly TimeSpan s_mayStillHappen = TimeSpan.FromMinutes(10);

    private const int ReadsAtOnce = 16;

    /// <summary>Publishes. An idle run costs one read of a table and one of a blob, whatever the population.</summary>
    /// <returns>The lists that were published.</returns>
    /// <exception cref="DependencyUnavailableException">Storage or vault gave no answer; the next run carries on.</exception>
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

    /// <summary>Has new keys endorsed. Where a key for cards cannot, a revocation is published all the same.</summary>
    /// <returns>Why it did not go well; null when it did.</returns>
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

        // Read anew, after the pack that is replaced, so that no withdrawal in it is undone; and once, for a pack must not carry lists that its own keys disown.
        var believed = await keys.PublishedNowAsync(cancellationToken);
        var (pack, now, lists, _) = Look(stored, pending, believed);
        var signer = believed.SignerAt(now) ?? throw new DependencyUnavailableException("keys");
        List<DueList> due = [];
        foreach (var list in lists)
        {
            // All of them are read before any docket is: what one run builds from the dockets must be newer than what it replaces.
            due.Add(new(list, pack?.TokenAt(options.StatusListUri(list))?.Token.IssuedAt, await store.FindAsync(list, cancellationToken)));
        }

        Dictionary<string, ReadOnlyMemory<byte>> tokens = new(StringComparer.Ordinal);
        List<string> published = [];
        var run = new Run(now, new Trust(options.Issuer, believed.Keys), signer);
        foreach (var list in due)
        {
            if (await PublishAsync(list, [.. pending[list.Name]], run, cancellationToken) is not { } token)
            {
                // Somebody else is at it; the hints are still there.
                return published;
            }

            tokens.Add(list.Name, token);
            published.Add(list.Name);
        }

        var next = new VerifierPack(
            options.Issuer,
            now,
            // By the clock, so that a pack that is lost is followed by a higher number all the same.
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

    /// <summary>Looks what there is to publish.</summary>
    private Outlook Look(Blob? stored, ILookup<string, StatusHint> pending, PublishedKeys believed)
    {
        var pack = stored is null ? null : VerifierPack.ReadOwn(stored.Content.Span, new Trust(options.Issuer, believed.Keys));

        // Clocks differ from instance to instance; what is published never goes back.
        var second = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        var now = second < pack?.IssuedAt ? pack.IssuedAt : second;
        var byVerifiers = new Trust(options.Issuer, [.. believed.Keys.Where(key => believed.Chain.Reached.Contains(key.Thumbprint))]);
        List<string> due =
        [
            .. options.StatusLists.Where(list =>
                pending.Contains(list)
                || pack?.TokenAt(options.StatusListUri(list)) is not { } known
                || now - known.Token.IssuedAt >= RefreshAfter
                // A verifier takes a pack with all its lists or not at all.
                || (believed.IsBelieved(believed.SignerAt(now)) && StatusListToken.ReadOwn(known.Bytes.Span, byVerifiers, known.Token.Uri) is null)),
        ];
        return new(pack, now, due, due.Count > 0 || pack is null || !SaysTheSame(pack, believed));
    }

    private static bool SaysTheSame(VerifierPack pack, PublishedKeys believed) =>
        pack.Keys.Select(Said).SequenceEqual(believed.Keys.Select(Said))
        && pack.Chain.Count == believed.Chain.Links.Count
        && pack.Chain.Zip(believed.Chain.Links).All(links => links.First.Span.SequenceEqual(links.Second.Word.Span));

    // In whole seconds, as a pack has them.
    private static (string, long?, long?, long?) Said(VerificationKey key) =>
        (key.Thumbprint, key.SignsFrom?.ToUnixTimeSeconds(), key.SignsUntil?.ToUnixTimeSeconds(), key.WithdrawnAt?.ToUnixTimeSeconds());

    /// <summary>Publishes one list; null when somebody else did meanwhile.</summary>
    private async Task<byte[]?> PublishAsync(DueList list, IReadOnlyList<StatusHint> hints, Run run, CancellationToken cancellationToken)
    {
        var uri = options.StatusListUri(list.Name);

        // Only what we signed last is carried on; a list that is lost, tampered with or put back is built from the dockets.
        var carried = list.Before is not null && hints.All(hint => hint.Row.Card is not null)
            ? StatusListToken.ReadOwn(list.Before.Cwt.Span, run.Trust, uri)
            : null;
        var entries = carried is null || carried.IssuedAt < list.InPack
            ? (run.Truth ??= await states.ReadAllAsync(cancellationToken)).GetValueOrDefault(list.Name) ?? StatusList.ForCards()
            : carried.List;
        foreach (var (hint, card) in await FollowAsync(hints, cancellationToken))
        {
            if (card is not null)
            {
                entries[card.StatusIndex] = (int)card.State;
            }

            // A hint without an operation asks for a rebuild, which has just been done.
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

    /// <summary>The cards that the hints name, as the dockets have them now; null for one that is not there.</summary>
    private async Task<IReadOnlyList<(StatusHint Hint, Card? Card)>> FollowAsync(IReadOnlyList<StatusHint> hints, CancellationToken cancellationToken)
    {
        var cards = new (StatusHint, Card?)[hints.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, hints.Count),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, ending) => cards[i] = (hints[i], hints[i].Row is { CardholderId: { } id, Card: { } number }
                ? await dockets.FindCardAsync(id, number, ending)
                : null));
        return cards;
    }

    private async Task<byte[]> SealAsync(VerifierPack pack, SigningKey key, CancellationToken cancellationToken)
    {
        var payload = pack.EncodePayload();
        var signature = await SignAsync(key, VerifierPack.ToBeSigned(key.Public.Id, payload), cancellationToken);
        return VerifierPack.Seal(key.Public.Id, payload, signature);
    }

    private Task<byte[]> SignAsync(SigningKey key, byte[] toBeSigned, CancellationToken cancellationToken) =>
        signer.SignAsync(key.Version, SHA256.HashData(toBeSigned), cancellationToken);

    /// <summary>What there is to publish: the pack in the field, null when it is not our word any more; the time of publication; the lists that are due; and whether anything is.</summary>
    private sealed record Outlook(VerifierPack? Pack, DateTimeOffset Now, IReadOnlyList<string> Lists, bool IsDue);

    /// <summary>A list that is due: when the pack's was issued, and the list as it stands.</summary>
    private sealed record DueList(string Name, DateTimeOffset? InPack, PublishedList? Before);

    /// <summary>What one run knows.</summary>
    private sealed record Run(DateTimeOffset Now, Trust Trust, SigningKey Key)
    {
        public List<StatusHint> Followed { get; } = [];

        /// <summary>All lists as the dockets have them, once a list had to be built anew; read after the hints and after every list that is due, so that nothing newer is overwritten.</summary>
        public IReadOnlyDictionary<string, StatusList>? Truth { get; set; }
    }
}
